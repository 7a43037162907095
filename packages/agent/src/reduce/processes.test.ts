import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { autobound, type TestSocket, tableOf } from "@berth/shared/testing/any-sockets.ts";
import { describe, expect, it } from "vitest";
import type { KnownProcess, SocketOwners } from "../collectors/linux/socket-owners.ts";
import { processesIn } from "./processes.ts";

const process = (pid: number, descriptors = 20, descriptorLimit: number | null = 1_024): KnownProcess => ({
  identity: { pid, startTicks: 500, name: `p${pid}`, unit: null, runtime: "python", descriptorLimit },
  descriptors,
});
const { closeWait, close, synSent } = TCP_STATE_NUMBER;

/** Sockets with inodes 1000 to 1999 belong to process 1, and so on. */
const ownersOf = (...processes: KnownProcess[]): SocketOwners => ({
  pidOf: (inode) => Math.floor(inode / 1_000),
  process: (pid) => processes.find(({ identity }) => identity.pid === pid) ?? null,
  busiest: () => processes,
  sockets: 0,
  known: 0,
});
const socketsOf = (pid: number, count: number, said: Partial<TestSocket> = {}, remotePort = 443): TestSocket[] =>
  autobound(count, { remote: "10.9.9.9", remotePort }).map((socket, at) => ({
    ...socket,
    inode: pid * 1_000 + (remotePort % 500) + at,
    ...said,
  }));
const bare = { closeWaitAge: null, countDescriptors: () => null, epochMsOf: (ticks: number) => ticks * 10 };

describe("the processes of a namespace", () => {
  it("come by the ports they hold, a port that serves two destinations once", () => {
    const tcp = tableOf([...socketsOf(1, 4), ...socketsOf(1, 4, {}, 80), ...socketsOf(2, 6)]);
    const udp = tableOf(socketsOf(2, 1, { state: close, remote: "0.0.0.0", remotePort: 0 }));
    const found = processesIn(tcp, udp, { owners: ownersOf(process(1), process(2)), ...bare });
    expect(
      found.map(({ pid, established, tcpPortsInRange, udpPortsInRange }) => [pid, established, tcpPortsInRange, udpPortsInRange]),
    ).toEqual([
      [2, 6, 6, 1],
      [1, 8, 4, 0],
    ]);
    expect(found[0]).toMatchObject({ name: "p2", runtime: "python", startedMs: 5_000, descriptors: { used: 20, limit: 1_024 } });
  });

  it("show their sockets by state, and their oldest in CLOSE_WAIT where that was followed", () => {
    const tcp = tableOf([
      ...socketsOf(1, 2, { state: closeWait }),
      ...socketsOf(1, 1, { state: synSent }, 80),
      ...socketsOf(1, 3, { state: close, remote: "0.0.0.0", remotePort: 0 }, 81),
    ]);
    const owners = ownersOf(process(1));
    const counts = { established: 0, closeWait: 2, other: 1, boundInactive: 3 };
    expect(processesIn(tcp, null, { owners, ...bare })).toMatchObject([{ ...counts, oldestCloseWaitMs: null }]);
    const closeWaitAge = (inode: number) => inode * 10;
    expect(processesIn(tcp, null, { owners, ...bare, closeWaitAge })).toMatchObject([{ ...counts, oldestCloseWaitMs: 14_440 }]);
  });

  it("count no reserved port", () => {
    const tcp = tableOf(socketsOf(1, 4), undefined, [{ low: 40_000, high: 40_002 }]);
    expect(processesIn(tcp, null, { owners: ownersOf(process(1)), ...bare })).toMatchObject([{ established: 4, tcpPortsInRange: 2 }]);
  });

  it("include one that is short of open files, whatever ports it holds", () => {
    const many = Array.from({ length: 12 }, (_, at) => process(at + 1));
    const short = process(99, 1_000);
    const tcp = tableOf(many.flatMap(({ identity: { pid } }) => socketsOf(pid, 1)));
    const found = processesIn(tcp, null, { owners: ownersOf(...many, short, process(98, 1_000, null)), ...bare });
    expect(found).toHaveLength(10);
    expect(found.at(-1)).toMatchObject({ pid: 99, tcpPortsInRange: 0, descriptors: { used: 1_000, limit: 1_024 } });
  });
});
