import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import {
  anySockets,
  autobound,
  bound,
  REUSE_ON_LOOPBACK,
  SMALL_RANGE,
  type TestSocket,
  tableOf,
} from "@berth/shared/testing/any-sockets.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NamespaceReading } from "../collectors/namespace-reading.ts";
import { NamespaceReducer } from "./reduce-namespace.ts";

const TO = { remote: "10.9.9.9", remotePort: 443 };

const reading = (sockets: TestSocket[], range: PortInterval = SMALL_RANGE, reserved: PortInterval[] = []): NamespaceReading => ({
  id: "4026531840",
  kind: "host",
  name: null,
  source: "netlink",
  range,
  reserved,
  settings: REUSE_ON_LOOPBACK,
  tcp: tableOf(sockets, range, reserved),
  udp: tableOf([], range, reserved),
  hiddenSocketsMax: 0,
  gaps: [],
});

const reduce = (...args: Parameters<typeof reading>) => new NamespaceReducer().reduce(reading(...args), []);

describe("reducing a namespace", () => {
  it("names the tightest tuple with its figures", () => {
    const { tuples, pools, capacity, tcpPortsInRange } = reduce([
      ...autobound(9, TO),
      ...autobound(3, { remote: "10.9.9.8", remotePort: 80 }),
    ]);
    expect(tuples.map(({ source, destination, used }) => [source, destination.address, used])).toEqual([
      ["127.0.0.1", "10.9.9.9", 9],
      ["127.0.0.1", "10.9.9.8", 3],
    ]);
    expect(tuples[0]).toMatchObject({ capacity: 20, held: 9, blocked: 0, established: 9, headroom: { high: 11, best: 11 } });
    expect([capacity, tcpPortsInRange]).toEqual([20, 9]);
    expect(pools).toMatchObject([{ source: "127.0.0.1", used: 9, boundInactive: 0 }]);
  });

  it("holds what is sent to its own arithmetic, on any sockets", () => {
    const reducer = new NamespaceReducer();
    fc.assert(
      fc.property(anySockets, (sockets) => {
        const { tuples, pools, otherTuples, capacity, strip } = reducer.reduce(
          reading(sockets, SMALL_RANGE, [{ low: 40_004, high: 40_006 }]),
          [],
        );
        expect(capacity).toBe(17);
        for (const { used, held, blocked, headroom } of tuples) {
          expect(used).toBe(held + blocked);
          expect(used).toBe(17 - headroom.best!);
        }
        for (const { used, headroom } of pools) expect(used).toBe(17 - headroom.best!);
        const ratios = tuples.map(({ used }) => used);
        expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
        expect(otherTuples.coverage).toBeGreaterThanOrEqual(0);
        expect(otherTuples.coverage).toBeLessThanOrEqual(1);
        expect(atob(strip!.cells)).toHaveLength(20);
      }),
      { numRuns: 200 },
    );
  });

  it("says what was left out beyond twenty tuples", () => {
    const range = { low: 40_000, high: 40_099 };
    const sockets = Array.from({ length: 25 }, (_, index) => ({
      ...autobound(1, { remote: `10.9.9.${index}`, remotePort: 443 })[0]!,
      port: 40_000 + 2 * index,
    }));
    const { tuples, otherTuples } = reduce(sockets, range);
    expect(tuples).toHaveLength(20);
    expect(otherTuples).toEqual({ count: 5, entries: 5, worstUsedRatio: 0.01, coverage: 0.8 });
  });

  it("counts no accepted connection as outbound, and lists the listener", () => {
    const listener: TestSocket = {
      ...bound(1, TO)[0]!,
      state: TCP_STATE_NUMBER.listen,
      local: "0.0.0.0",
      port: 40_007,
      remote: "0.0.0.0",
      remotePort: 0,
    };
    const accepted = autobound(1, { remote: "10.9.9.9", remotePort: 51_000 }).map((socket) => ({ ...socket, port: 40_007 }));
    const { tuples, listeners } = reduce([listener, ...accepted], SMALL_RANGE, [{ low: 40_007, high: 40_007 }]);
    expect(tuples).toEqual([]);
    expect(listeners).toEqual([{ protocol: "tcp", address: "0.0.0.0", port: 40_007, process: null, isReserved: true }]);
  });

  it("leaves reserved and UDP listeners out first, and says how many", () => {
    const range = { low: 40_000, high: 40_199 };
    const listening = (port: number): TestSocket => ({
      ...bound(1, TO)[0]!,
      state: TCP_STATE_NUMBER.listen,
      local: "0.0.0.0",
      port,
      remote: "0.0.0.0",
      remotePort: 0,
    });
    const sockets = Array.from({ length: 120 }, (_, index) => listening(40_000 + index));
    const gaps: Gap[] = [];
    const { listeners } = new NamespaceReducer().reduce(reading(sockets, range, [{ low: 40_000, high: 40_029 }]), gaps);
    expect([listeners.length, listeners.filter(({ isReserved }) => !isReserved).length]).toEqual([100, 90]);
    expect(gaps).toMatchObject([{ part: "listeners", reason: "truncated", hint: expect.stringMatching(/^20 sockets/) }]);
  });

  it("has no figure where the range is unknown, and keeps the counts by state", () => {
    const unknown = { ...reading(autobound(4, TO)), range: null };
    const { capacity, tuples, strip, udp, tcpStates } = new NamespaceReducer().reduce(unknown, []);
    expect({ capacity, tuples, strip, udp }).toEqual({ capacity: null, tuples: [], strip: null, udp: null });
    expect(tcpStates?.v4.established).toBe(4);
  });

  it("draws a TIME_WAIT entry that may be taken over as free", () => {
    const waiting = autobound(4, { remote: "127.0.0.2", remotePort: 443 }).map((socket) => ({
      ...socket,
      state: TCP_STATE_NUMBER.timeWait,
      inode: 0,
      expiresMs: 30_000,
    }));
    expect([...atob(reduce(waiting).strip!.cells)].every((cell) => cell.charCodeAt(0) === 0)).toBe(true);
  });

  it("draws even offsets before odd ones, by what each port is to the tightest tuple", () => {
    const waiting = autobound(1, TO).map((socket) => ({
      ...socket,
      port: 40_001,
      state: TCP_STATE_NUMBER.timeWait,
      inode: 0,
      expiresMs: 59_000,
    }));
    const { strip } = reduce([...autobound(2, TO), ...waiting], SMALL_RANGE, [{ low: 40_018, high: 40_018 }]);
    const kinds = [...atob(strip!.cells)].map((cell) => cell.charCodeAt(0) >> 5);
    expect([strip!.portsPerCell, strip!.evenCells, kinds.length]).toEqual([1, 10, 20]);
    // live, live, free …, reserved · then the young TIME_WAIT at the first odd offset.
    expect([kinds[0], kinds[1], kinds[2], kinds[9]]).toEqual([5, 5, 0, 1]);
    expect(kinds[10]).toBeGreaterThanOrEqual(4);
  });
});
