import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySockets, autobound, bound, REUSE_ON_LOOPBACK, SMALL_RANGE, type TestSocket, tableOf } from "../../testing/any-sockets.ts";
import { parseAddress } from "../network/address.ts";
import type { PortInterval } from "../network/port-interval.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { ConnectHeadroom, type ConnectQuestion, type PortSpace } from "./connect-headroom.ts";
import { PortSurvey } from "./port-survey.ts";

const SPACE: PortSpace = { range: SMALL_RANGE, settings: REUSE_ON_LOOPBACK, hiddenSockets: 0, loopbackDevice: 1 };
const D1 = { remote: "10.9.9.9", remotePort: 443 };
const D2 = { remote: "10.9.9.8", remotePort: 443 };

const ask = (
  destination: { remote: string; remotePort: number },
  source = "127.0.0.1",
  range: PortInterval | null = null,
): ConnectQuestion => ({
  source: parseAddress(source)!,
  destination: parseAddress(destination.remote)!,
  destinationPort: destination.remotePort,
  device: 0,
  range,
});

const use = (sockets: TestSocket[], question: ConnectQuestion, space: PortSpace = SPACE, reserved: PortInterval[] = []) =>
  new ConnectHeadroom(new PortSurvey(tableOf(sockets, space.range, reserved), "tcp").take(), space).answer(question);

/** The definition, port by port and without any index: P \ (B ∪ T) with what is certain, and P without any owner. */
function naive(sockets: TestSocket[], question: ConnectQuestion): { low: number; high: number } {
  let [low, high] = [0, 0];
  for (let port = SMALL_RANGE.low; port <= SMALL_RANGE.high; port++) {
    const owners = sockets.filter((socket) => socket.port === port);
    if (owners.length === 0) low++;
    const isBlocked = owners.some(({ state }) => state === TCP_STATE_NUMBER.listen || state === TCP_STATE_NUMBER.close);
    const isHeld = owners.some((owner) => {
      const isTuple =
        owner.device === 0 &&
        owner.remotePort === question.destinationPort &&
        JSON.stringify([parseAddress(owner.local), parseAddress(owner.remote)]) === JSON.stringify([question.source, question.destination]);
      // Whatever its age: a late segment may have set the timer back.
      const isReusable = owner.state === TCP_STATE_NUMBER.timeWait;
      const isLoopback = /^(127\.|::1$)/.test(owner.local) || /^(127\.|::1$)/.test(owner.remote);
      return isTuple && !(isReusable && isLoopback);
    });
    if (!isBlocked && !isHeld) high++;
  }
  return { low, high };
}

describe("connect headroom", () => {
  it("is lower by the connections that were opened while the sockets were read, and no higher", () => {
    const sockets = autobound(5, { ...D1 });
    const [still, moving] = [{}, { openedSockets: 3 }].map((more) => use(sockets, ask(D1), { ...SPACE, ...more }).headroom);
    expect(moving).toEqual({ ...still, low: still!.low - 3 });
    expect(use(sockets, ask(D1), { ...SPACE, openedSockets: 900 }).headroom.low).toBe(0);
  });

  it("is the definition, on any sockets", () => {
    fc.assert(
      fc.property(anySockets, fc.constantFrom("127.0.0.1", "10.0.0.1"), fc.constantFrom(443, 9000), (sockets, source, remotePort) => {
        const question = ask({ remote: "127.0.0.2", remotePort }, source);
        const { headroom } = use(sockets, question);
        expect({ low: headroom.low, high: headroom.high }).toEqual(naive(sockets, question));
      }),
      { numRuns: 200 },
    );
  });

  it("keeps low ≤ best ≤ high and held + blocked = capacity − best, reserved ports left out", () => {
    fc.assert(
      fc.property(anySockets, fc.boolean(), fc.integer({ min: 0, max: 5 }), (sockets, isOdd, hiddenSockets) => {
        const space = { ...SPACE, hiddenSockets, range: { low: 40_000, high: isOdd ? 40_018 : 40_019 } };
        const { capacity, held, blocked, headroom } = use(sockets, ask({ remote: "127.0.0.2", remotePort: 443 }), space, [
          { low: 40_003, high: 40_005 },
        ]);
        expect(capacity).toBe((isOdd ? 19 : 20) - 3);
        if (headroom.unlimited) throw new Error("a tuple is never unlimited");
        expect(headroom.low).toBeLessThanOrEqual(headroom.best);
        expect(headroom.best).toBeLessThanOrEqual(headroom.high);
        expect(headroom.high).toBeLessThanOrEqual(capacity);
        expect(held + blocked).toBe(capacity - headroom.best);
      }),
      { numRuns: 200 },
    );
  });

  it("loses nothing to another destination by autobound connections", () => {
    const sockets = autobound(8, D1);
    expect(use(sockets, ask(D1))).toMatchObject({ held: 8, blocked: 0, headroom: { best: 12 } });
    expect(use(sockets, ask(D2))).toMatchObject({ held: 0, blocked: 0, headroom: { low: 12, high: 20, best: 20 } });
  });

  it("loses every port that was bound first, whatever the destination", () => {
    expect(use(bound(8, D1), ask(D2))).toMatchObject({ held: 0, blocked: 8, headroom: { low: 12, high: 20, best: 12 } });
  });

  it("counts ports that carry connections to several destinations as connect()'s", () => {
    expect(use([...autobound(20, D1), ...autobound(20, D2)], ask({ remote: "10.9.9.7", remotePort: 443 }))).toMatchObject({
      blocked: 0,
      headroom: { best: 20 },
    });
  });

  it("lets a TIME_WAIT entry be taken over on loopback once it is older than the delay, and never elsewhere", () => {
    const waiting = (remote: string, ageMs: number): TestSocket[] =>
      autobound(5, { remote, remotePort: 443 }).map((socket) => ({
        ...socket,
        local: remote === "127.0.0.2" ? "127.0.0.1" : "10.0.0.1",
        state: TCP_STATE_NUMBER.timeWait,
        inode: 0,
        expiresMs: 60_000 - ageMs,
      }));
    const loopback = ask({ remote: "127.0.0.2", remotePort: 443 });
    expect(use(waiting("127.0.0.2", 1001), loopback)).toMatchObject({ held: 0, headroom: { best: 20 } });
    // Too young as far as its timer tells, which a late segment may have set back.
    expect(use(waiting("127.0.0.2", 100), loopback)).toMatchObject({ held: 5, headroom: { high: 20, best: 15 } });
    expect(use(waiting("10.0.0.2", 30_000), ask({ remote: "10.0.0.2", remotePort: 443 }, "10.0.0.1"))).toMatchObject({
      held: 5,
      headroom: { best: 15 },
    });
  });

  it("draws from IP_LOCAL_PORT_RANGE where it lies in the range, and ignores a bound outside it", () => {
    expect(use(autobound(4, D1), ask(D1, "127.0.0.1", { low: 40_000, high: 40_009 }))).toMatchObject({ capacity: 10, held: 4 });
    expect(use([], ask(D1, "127.0.0.1", { low: 50_000, high: 50_009 }))).toMatchObject({ capacity: 20, headroom: { low: 20 } });
  });

  it("may miss one end of an odd-sized range", () => {
    const space = { ...SPACE, range: { low: 40_000, high: 40_018 } };
    expect(use([], ask(D1), space).headroom).toMatchObject({ low: 18, high: 19 });
    expect(use([], ask(D1), { ...SPACE, range: { low: 40_000, high: 40_002 } }).headroom).toEqual({
      unlimited: false,
      low: 2,
      high: 3,
      best: 2,
    });
  });
});
