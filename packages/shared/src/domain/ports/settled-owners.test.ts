import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySockets, autobound, bound, REUSE_ON_LOOPBACK, SMALL_RANGE, tableOf } from "../../testing/any-sockets.ts";
import { parseAddress } from "../network/address.ts";
import type { PortInterval } from "../network/port-interval.ts";
import { ConnectHeadroom, type ConnectQuestion } from "./connect-headroom.ts";
import { PortSurvey } from "./port-survey.ts";
import { notSettled, openPorts, SETTLED, type SettledOwners } from "./settled-owners.ts";
import type { SocketTable } from "./socket-table.ts";

const ELSEWHERE: ConnectQuestion = {
  source: parseAddress("127.0.0.1")!,
  destination: parseAddress("10.9.9.9")!,
  destinationPort: 443,
  device: 0,
  range: null,
};

const BUSY = { remote: "10.8.8.8", remotePort: 443 };

/** The kernel's answers for `asked` of the open ports, of which `binders` are closed. */
function answers(table: SocketTable, binders: ReadonlySet<number>, asked = openPorts(table)): SettledOwners {
  const open = Math.max(asked.length, openPorts(table).length);
  const owners = new Uint8Array(65_536);
  for (const port of asked) owners[port] = binders.has(port) ? SETTLED.bindOwned : SETTLED.connectOwned;
  const method = asked.length === open ? "exact" : "sampled";
  return { ...notSettled(open, "unsupported"), method, asked: asked.length, owners, drawn: asked };
}

const ask = (
  table: SocketTable,
  settled: SettledOwners | null,
  question = ELSEWHERE,
  range: PortInterval = SMALL_RANGE,
  hiddenSockets = 0,
) => {
  const space = { range, settings: REUSE_ON_LOOPBACK, hiddenSockets, loopbackDevice: 1 };
  const { headroom, ...use } = new ConnectHeadroom(new PortSurvey(table, "tcp").take(table, settled), space).answer(question);
  return { ...use, low: headroom.low, high: headroom.high ?? -1, best: headroom.best ?? -1 };
};

const portsOf = (table: SocketTable, isBinder: (index: number) => boolean) =>
  new Set([...openPorts(table)].filter((_, index) => isBinder(index)));

describe("ports that the kernel settled", () => {
  it("leave no interval where all were asked and the tuple has no entry", () => {
    fc.assert(
      fc.property(anySockets, fc.integer({ min: 0, max: 0xffff }), (sockets, bits) => {
        const table = tableOf(sockets);
        const binders = portsOf(table, (index) => ((bits >> (index & 15)) & 1) === 1);
        const use = ask(table, answers(table, binders));
        const passive = ask(table, null);
        expect(use.low).toBe(use.high);
        expect(use.low).toBe(passive.high - binders.size);
        expect(use.held + use.blocked + use.best).toBe(use.capacity);
      }),
      { numRuns: 200 },
    );
  });

  it("narrow the passive interval and never leave it, also for the tuple's own entries, however many were asked", () => {
    fc.assert(
      fc.property(anySockets, fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }), fc.nat(24), (sockets, isBinder, asked) => {
        const table = tableOf(sockets);
        const own: ConnectQuestion = { ...ELSEWHERE, destination: parseAddress("127.0.0.2")!, destinationPort: 9000 };
        const binders = portsOf(table, (index) => isBinder[index]!);
        for (const range of [null, { low: 40_005, high: 40_014 }]) {
          const passive = ask(table, null, { ...own, range });
          const exact = ask(table, answers(table, binders), { ...own, range });
          const sampled = ask(table, answers(table, binders, openPorts(table).slice(0, asked)), { ...own, range });
          for (const [inner, outer] of [
            [exact, sampled],
            [sampled, passive],
          ] as const) {
            expect(inner.low).toBeGreaterThanOrEqual(outer.low);
            expect(inner.high).toBeLessThanOrEqual(outer.high);
            expect(inner.low <= inner.best && inner.best <= inner.high).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("overrule the guess: odd offsets that connect() took", () => {
    const table = tableOf(bound(8, BUSY));
    expect(ask(table, null).best).toBe(12);
    expect(ask(table, answers(table, new Set()))).toMatchObject({ low: 20, best: 20, high: 20, blocked: 0 });
  });

  it("correct the guess about the others in proportion, where some were drawn", () => {
    const range = { low: 40_000, high: 43_999 };
    const table = tableOf(autobound(1600, BUSY, "127.0.0.1", range), range);
    const binders = portsOf(table, (index) => index % 4 === 0);
    const drawn = openPorts(table).filter((_, index) => index % 5 === 0);
    const use = ask(table, answers(table, binders, drawn), ELSEWHERE, range);
    expect(ask(table, null, ELSEWHERE, range).best).toBe(4000);
    expect(use.best).toBeGreaterThan(3500);
    expect(use.best).toBeLessThan(3700);
    expect(use.low).toBeLessThanOrEqual(3600);
    expect(use.high).toBeGreaterThanOrEqual(3600);
  });

  it("take hidden binders from the interval where ports without an owner were asked about too", () => {
    const table = tableOf(autobound(3, BUSY));
    const asked = openPorts(table, true);
    expect(asked.length).toBe(20);
    const own = { ...ELSEWHERE, destination: parseAddress(BUSY.remote)! };
    expect(ask(table, null, own, SMALL_RANGE, 5)).toMatchObject({ low: 12, high: 17 });
    expect(ask(table, answers(table, new Set([40_001, 40_009]), asked), own, SMALL_RANGE, 5)).toMatchObject({
      low: 15,
      best: 15,
      high: 15,
      held: 3,
      blocked: 2,
    });
  });

  it("count as held for `low` where the tuple's own entry can only be taken over if its connection had timestamps", () => {
    const waiting = autobound(4, { remote: "127.0.0.2", remotePort: 443 }).map((socket) => ({
      ...socket,
      state: 6,
      inode: 0,
      expiresMs: 30_000,
    }));
    const table = tableOf(waiting);
    const own = { ...ELSEWHERE, destination: parseAddress("127.0.0.2")! };
    expect(ask(table, answers(table, new Set()), own)).toMatchObject({ low: 16, best: 20, high: 20, held: 0 });
    expect(ask(table, answers(table, new Set()))).toMatchObject({ low: 20, best: 20, high: 20 });
  });

  it("may be open in a moment where a binder's last entry is about to go", () => {
    const waiting = autobound(2, BUSY).map((socket, index) => ({ ...socket, state: 6, inode: 0, expiresMs: index === 0 ? 400 : 30_000 }));
    const table = tableOf(waiting);
    expect(ask(table, answers(table, new Set(openPorts(table))))).toMatchObject({ low: 18, best: 18, high: 19 });
    const shared = tableOf([...waiting, { ...waiting[0]!, remotePort: 444, expiresMs: 20_000 }]);
    expect(ask(shared, answers(shared, new Set(openPorts(shared))))).toMatchObject({ low: 18, best: 18, high: 18 });
  });

  it("are those of the range without the reserved ones, with an owner that is no listener and not idle", () => {
    const sockets = [...autobound(3, BUSY), { ...autobound(1, BUSY)[0]!, state: 10, port: 40_002, remotePort: 0 }, ...bound(2, BUSY)];
    expect([...openPorts(tableOf(sockets, SMALL_RANGE, [{ low: 40_003, high: 40_003 }]))]).toEqual([40_000, 40_001, 40_004]);
  });
});
