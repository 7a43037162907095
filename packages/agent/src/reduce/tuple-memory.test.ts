import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { PortSurvey } from "@berth/shared/domain/ports/port-survey.ts";
import { PORT_CLASS } from "@berth/shared/domain/ports/socket-table.ts";
import { anySockets, autobound, type TestSocket, tableOf } from "@berth/shared/testing/any-sockets.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TupleMemory } from "./tuple-memory.ts";

const TO = { remote: "10.9.9.9", remotePort: 443 };
const open = (count: number, firstInode: number) => autobound(count, TO).map((socket, at) => ({ ...socket, inode: firstInode + at }));
const waiting = (socket: TestSocket, ageMs: number): TestSocket => ({
  ...socket,
  state: TCP_STATE_NUMBER.timeWait,
  inode: 0,
  expiresMs: 60_000 - ageMs,
});

/** Every ten seconds one reading; inodes from 1000 on are holder 1's, from 2000 on holder 2's, from 9000 on nobody's. */
function remember(...readings: TestSocket[][]) {
  const memory = new TupleMemory();
  const holderOf = (inode: number) => (inode < 2_000 ? 1 : inode < 9_000 ? 2 : 0);
  return readings.map((sockets, at) => {
    const survey = new PortSurvey(tableOf(sockets), "tcp").take();
    const groups = Array.from({ length: survey.table.groupCount }, (_, group) => group).filter(
      (group) => survey.table.groupRemotePort(group) !== 0,
    );
    return memory.take(survey, groups, holderOf, 10_000 * (at + 1))[0]!;
  });
}

describe("what a tuple's connections were", () => {
  it("counts open sockets by holder, and says nothing of rates in a first reading", () => {
    const [first] = remember([...open(4, 1_000), ...open(6, 2_000).slice(4), ...open(7, 9_000).slice(6)]);
    expect([...first!.live]).toEqual([
      [1, 4],
      [2, 2],
      [0, 1],
    ]);
    expect([first!.opensPerSecond, first!.medianLifeMs, first!.opened.size]).toEqual([null, null, 0]);
  });

  it("gives an entry in TIME_WAIT to whoever had the connection, for as long as it waits", () => {
    const sockets = open(3, 2_000);
    const closed = (ageMs: number) => sockets.map((socket) => waiting(socket, ageMs));
    const [, second, third] = remember(sockets, closed(4_000), closed(14_000));
    expect([...second!.waiting]).toEqual([[2, 3]]);
    expect([...third!.waiting]).toEqual([[2, 3]]);
    expect([second!.opensPerSecond, third!.opensPerSecond]).toEqual([0, 0]);
  });

  it("counts what came and went between two readings, and knows no holder of it", () => {
    const [one, ...rest] = open(5, 1_000);
    const [, second] = remember([one!], [one!, ...rest.map((socket) => waiting(socket, 3_000))]);
    expect(second).toMatchObject({ opensPerSecond: 0.4 });
    expect([...second!.waiting]).toEqual([[0, 4]]);
  });

  it("takes a younger entry on an old entry's port for another connection", () => {
    const [one] = open(1, 1_000);
    const [, , third] = remember([one!], [waiting(one!, 2_000)], [waiting(one!, 1_000)]);
    expect(third).toMatchObject({ opensPerSecond: 0.1 });
    expect([...third!.waiting]).toEqual([[0, 1]]);
  });

  it("takes another socket on the same port for another connection", () => {
    const [, second] = remember(open(2, 1_000), open(2, 2_000));
    expect(second).toMatchObject({ opensPerSecond: 0.2 });
    expect([...second!.opened]).toEqual([[2, 2]]);
  });

  it("measures lives: of what closed, of what vanished, and of what still lives", () => {
    const [one, two, three] = open(3, 1_000);
    const at10s = [one!, two!];
    // Born in the window before 20 s, so taken as born at 15 s.
    const at20s = [one!, two!, three!];
    const [, , , last] = remember(at10s, at20s, at20s, [waiting(three!, 5_000)]);
    // Three closed at 35 s: 20 s. One and two are gone without a trace, at 35 s by half: 25 s since they were first seen.
    expect(last!.medianLifeMs).toBe(25_000);
  });

  it("leaves a listener's own connections out", () => {
    const listener = { ...open(1, 1_000)[0]!, state: TCP_STATE_NUMBER.listen, remote: "0.0.0.0", remotePort: 0 };
    const accepted = open(2, 1_500);
    const [only] = remember([listener, ...accepted]);
    expect([...only!.live]).toEqual([[1, 1]]);
  });
});

describe("whatever comes and goes", () => {
  it("every entry is somebody's or nobody's, once, and no rate or life is impossible", () => {
    fc.assert(
      fc.property(fc.array(anySockets, { minLength: 1, maxLength: 5 }), (readings) => {
        const memory = new TupleMemory();
        for (const [at, sockets] of readings.entries()) {
          const survey = new PortSurvey(tableOf(sockets), "tcp").take();
          const { table, groupStart } = survey;
          const groups = Array.from({ length: table.groupCount }, (_, group) => group).filter(
            (group) => table.groupRemotePort(group) !== 0,
          );
          const taken = memory.take(survey, groups, (inode) => inode % 3, 10_000 * (at + 1));
          for (const [index, { live, waiting, opensPerSecond, medianLifeMs }] of taken.entries()) {
            const group = groups[index]!;
            const onListeners = [...survey.rows.subarray(groupStart[group], groupStart[group + 1])].filter(
              (row) => table.portClass[table.port[row]!]! & PORT_CLASS.listener,
            ).length;
            const entries = [...live.values(), ...waiting.values()].reduce((sum, count) => sum + count, 0);
            expect(entries).toBe(groupStart[group + 1]! - groupStart[group]! - onListeners);
            if (opensPerSecond !== null) expect(opensPerSecond * 10).toBeLessThanOrEqual(entries);
            if (medianLifeMs !== null) expect(medianLifeMs).toBeGreaterThanOrEqual(0);
            if (medianLifeMs !== null) expect(medianLifeMs).toBeLessThanOrEqual(10_000 * (at + 1));
          }
        }
      }),
    );
  });
});
