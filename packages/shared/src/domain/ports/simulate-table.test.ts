import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySockets, autobound, bound, REUSE_ON_LOOPBACK, SMALL_RANGE, type TestSocket, tableOf } from "../../testing/any-sockets.ts";
import { buildNamespace, buildPool, buildTuple } from "../../testing/build-snapshot.ts";
import type { PortInterval } from "../network/port-interval.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { type Simulation, simulate } from "./simulate.ts";
import type { Change } from "./simulate-change.ts";
import { tableModel } from "./simulate-table.ts";

const EVERY_PORT: PortInterval = { low: 0, high: 65_535 };
const D1 = { remote: "10.9.9.9", remotePort: 443 };
const D2 = { remote: "10.9.9.8", remotePort: 443 };

const tupleTo = ({ remote, remotePort }: typeof D1, source = "127.0.0.1") =>
  buildTuple({ source, destination: { address: remote, port: remotePort } });

function simulated(sockets: TestSocket[], changes: Change[], tuples = [tupleTo(D1), tupleTo(D2)], hiddenSockets = 0): Simulation {
  const present = { range: SMALL_RANGE, reserved: [], settings: REUSE_ON_LOOPBACK };
  const namespace = buildNamespace({ ...present, capacity: 20, tuples, pools: [buildPool({ source: "127.0.0.1" })] });
  const facts = { table: tableOf(sockets, EVERY_PORT), present, settled: null, hiddenSockets, loopbackDevice: 1 };
  return simulate(namespace, present, changes, tableModel(facts));
}

const after = (sockets: TestSocket[], ...changes: Change[]) => simulated(sockets, changes).tuples.map((tuple) => tuple.after.headroom);
const widerRange = fc.record({ low: fc.integer({ min: 39_990, max: 40_000 }), high: fc.integer({ min: 40_019, max: 40_030 }) });
const ANY_TUPLES = ["127.0.0.1", "10.0.0.1"].flatMap((source) =>
  [443, 9000].map((remotePort) => tupleTo({ remote: "127.0.0.2", remotePort }, source)),
);

describe("simulating from every socket", () => {
  it("is the present without a change, on any sockets", () => {
    fc.assert(
      fc.property(anySockets, (sockets) => {
        for (const { before, after } of simulated(sockets, [], ANY_TUPLES).tuples) expect(after).toEqual(before);
      }),
      { numRuns: 40 },
    );
  });

  it("widening takes headroom from no tuple, but for an owner on each port that it adds", () => {
    fc.assert(
      fc.property(anySockets, widerRange, (sockets, range) => {
        const inside = sockets.filter(({ port }) => SMALL_RANGE.low <= port && port <= SMALL_RANGE.high);
        for (const { before, after } of simulated(inside, [{ kind: "set-range", range }], ANY_TUPLES).tuples) {
          expect(after.headroom.low).toBeGreaterThanOrEqual(before.headroom.low);
          expect(after.headroom.best).toBeGreaterThanOrEqual(before.headroom.best!);
          expect(after.headroom.high).toBeGreaterThanOrEqual(before.headroom.high!);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("reserving raises headroom of none, whatever the range", () => {
    fc.assert(
      fc.property(
        anySockets,
        widerRange,
        fc.integer({ min: 39_995, max: 40_025 }),
        fc.integer({ min: 0, max: 8 }),
        (sockets, range, low, more) => {
          const wider: Change = { kind: "set-range", range };
          const alone = simulated(sockets, [wider], ANY_TUPLES).tuples;
          const reserving = simulated(sockets, [wider, { kind: "reserve", ports: [{ low, high: low + more }] }], ANY_TUPLES).tuples;
          for (const [index, { after }] of reserving.entries()) {
            const { headroom } = alone[index]!.after;
            expect(after.headroom.low).toBeLessThanOrEqual(headroom.low);
            expect(after.headroom.best).toBeLessThanOrEqual(headroom.best!);
            expect(after.headroom.high).toBeLessThanOrEqual(headroom.high!);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps who took a port when the range begins at the other parity", () => {
    const [d1, d2] = after(autobound(8, D1), { kind: "set-range", range: { low: 39_991, high: 40_030 } });
    expect([d1!.best, d2!.best]).toEqual([32, 40]);
  });

  it("takes the listeners and the accepted connections of a wider range from everyone", () => {
    const listener: TestSocket = {
      ...bound(1, D1)[0]!,
      state: TCP_STATE_NUMBER.listen,
      local: "0.0.0.0",
      port: 40_025,
      remote: "0.0.0.0",
      remotePort: 0,
    };
    const accepted: TestSocket = { ...autobound(1, { remote: "10.9.9.7", remotePort: 51_000 })[0]!, port: 40_027 };
    const [d1] = after([listener, accepted], { kind: "set-range", range: { low: 40_000, high: 40_029 } });
    expect(d1).toEqual({ unlimited: false, low: 28, best: 28, high: 29 });
  });

  it("lets TIME_WAIT be taken over where reuse is switched on, and a fresh source and destination begin with all ports", () => {
    const from = [tupleTo(D1, "10.0.0.1")];
    const waiting = autobound(8, D1, "10.0.0.1").map((socket) => ({
      ...socket,
      state: TCP_STATE_NUMBER.timeWait,
      inode: 0,
      expiresMs: 30_000,
    }));
    const best = (...changes: Change[]) => simulated(waiting, changes, from).tuples[0]!.after.headroom.best;
    expect(best()).toBe(12);
    expect(best({ kind: "tw-reuse", mode: 1 })).toBe(20);
    expect(best({ kind: "sources", count: 2 })).toBe(32);
    expect(best({ kind: "destinations", count: 3 })).toBe(52);
  });

  it("gives bound ports back to every tuple when programs stop binding first", () => {
    const sockets = bound(8, D1);
    expect(after(sockets)[1]!.best).toBe(12);
    expect(after(sockets, { kind: "no-port" }).map(({ best }) => best)).toEqual([12, 20]);
    expect(simulated(sockets, [{ kind: "no-port" }]).pools[0]!.after.headroom.unlimited).toBe(true);
  });

  it("gives the ports of leaks back", () => {
    const leaking = autobound(8, D1).map((socket) => ({ ...socket, state: TCP_STATE_NUMBER.closeWait }));
    const idle = bound(5, D2).map((socket) => ({ ...socket, state: TCP_STATE_NUMBER.close, remote: "0.0.0.0", remotePort: 0 }));
    expect(after([...leaking, ...idle]).map(({ best }) => best)).toEqual([7, 15]);
    expect(after([...leaking, ...idle], { kind: "close-leak", what: "close-wait" })[0]!.best).toBe(15);
    expect(after([...leaking, ...idle], { kind: "close-leak", what: "bound" })[0]!.best).toBe(12);
  });
});
