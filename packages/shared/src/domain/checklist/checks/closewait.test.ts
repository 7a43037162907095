import { describe, expect, it } from "vitest";
import { buildNamespace, buildProcess, buildTcpStates, buildTuple, DEFAULT_CAPACITY } from "../../../testing/build-snapshot.ts";
import { judge, minutely, rulesOf } from "../../../testing/judge.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { closeWait } from "./closewait.ts";

const holding = (sockets: number, capacity = DEFAULT_CAPACITY): Partial<Snapshot> => ({
  namespaces: [buildNamespace({ tuples: [buildTuple({ capacity, used: sockets, closeWait: sockets })] })],
});
/** `now` sockets after `minutes` in which there were `then(minutesAgo)`. */
const after = (now: number, minutes: number, then: (minutesAgo: number) => number) =>
  judge(
    closeWait,
    holding(now),
    minutely(minutes, (minutesAgo) => holding(then(minutesAgo))),
  );

describe("closewait", () => {
  it.each([
    ["49 for half an hour", after(49, 30, () => 49), "pass"],
    ["50 for five minutes exactly", after(50, 30, (ago) => (ago <= 5 ? 50 : 0)), "pass"],
    ["50 for six minutes", after(50, 30, (ago) => (ago <= 6 ? 50 : 0)), "warn"],
    ["50 that fell below once", after(50, 30, (ago) => (ago === 3 ? 49 : 50)), "pass"],
    ["200 for half an hour", after(200, 30, () => 200), "fail"],
    ["199 for half an hour", after(199, 30, () => 199), "warn"],
    ["200 for twenty minutes, as far as is known", after(200, 20, () => 200), "warn"],
    ["growing from 60 to 240 in half an hour", after(240, 30, (ago) => 240 - ago * 6), "fail"],
    ["oscillating between 100 and 400", after(400, 30, (ago) => (Math.floor(ago / 5) % 2 ? 100 : 400)), "warn"],
  ])("judges %s", (_, outcome, status) => {
    expect(outcome.status).toBe(status);
  });

  it("says how fast a leak grows", () => {
    expect(after(240, 30, (ago) => 240 - ago * 6)).toMatchObject({
      evidence: [{ rule: "close-wait-growing", observed: 240, limit: 200, unit: "sockets", figures: { perHour: 360, minutes: 30 } }],
    });
  });

  it("fails by share of the ports where the range is small", () => {
    const small = (sockets: number, minutes = 6) =>
      judge(
        closeWait,
        holding(sockets, 500),
        minutely(minutes, () => holding(sockets, 500)),
      );
    expect(small(26, 5).status).toBe("pass");
    expect(small(25).status).toBe("pass");
    expect(small(26)).toMatchObject({
      status: "fail",
      evidence: [{ rule: "close-wait-pool-share", observed: 26 / 500, limit: 0.05, unit: "ratio" }],
    });
  });

  it("is unknown under five minutes of history, with the present count as a note", () => {
    const outcome = after(60, 4, () => 60);
    expect(outcome).toMatchObject({
      status: "unknown",
      causes: [{ kind: "needs", what: "five-minutes" }],
      notes: [{ rule: "close-wait-now", observed: 60 }],
    });
  });

  it("passes at once where every tuple holds less than half of what could warn", () => {
    expect(judge(closeWait, holding(24)).status).toBe("pass");
    expect(judge(closeWait, holding(25)).status).toBe("unknown");
  });

  it("does not take another boot's sockets for history", () => {
    const earlier = minutely(30, () => ({ ...holding(200), bootId: "another" }));
    expect(judge(closeWait, holding(200), earlier).status).toBe("unknown");
  });

  it("notes sockets that neither a tuple nor a process explains", () => {
    const tcpStates = { v4: buildTcpStates({ closeWait: 300 }), v6: buildTcpStates() };
    const outcome = judge(closeWait, { namespaces: [buildNamespace({ tcpStates })] });
    expect(outcome.status).toBe("pass");
    expect(rulesOf(outcome).notes).toEqual(["close-wait-by-process"]);
    const explained = buildNamespace({ tcpStates, processes: [buildProcess({ closeWait: 24 }), buildProcess({ pid: 2, closeWait: 230 })] });
    expect(rulesOf(judge(closeWait, { namespaces: [explained] })).notes).not.toContain("close-wait-by-process");
  });

  describe("by process", () => {
    const leaking = (closeWaits: number, tuples: Partial<Snapshot>["namespaces"] = undefined, pid = 4_711): Partial<Snapshot> => ({
      namespaces: tuples ?? [buildNamespace({ processes: [buildProcess({ pid, closeWait: closeWaits, oldestCloseWaitMs: 700_000 })] })],
    });
    const lasting = (now: number, minutes: number, pidBefore = 4_711) =>
      judge(
        closeWait,
        leaking(now),
        minutely(minutes, () => leaking(now, undefined, pidBefore)),
      );

    it("judges a leak over many peers, of which no tuple has many", () => {
      expect(lasting(60, 6)).toMatchObject({
        status: "warn",
        evidence: [{ rule: "close-wait-lasting", subject: "orders (pid 4711)", observed: 60, figures: { oldestCloseWaitMs: 700_000 } }],
      });
      expect(lasting(250, 30)).toMatchObject({ status: "fail", evidence: [{ rule: "close-wait-growing" }] });
      expect(lasting(1_500, 6)).toMatchObject({ status: "fail", evidence: [{ rule: "close-wait-process-share", limit: 0.05 }] });
      expect(lasting(49, 30).status).toBe("pass");
    });

    it("takes a restarted process for another", () => {
      expect(lasting(60, 6, 99).status).toBe("pass");
    });

    it("tells one leak once: by its tuple, with the process that has it", () => {
      const namespaces = [
        buildNamespace({
          processes: [buildProcess({ closeWait: 62 })],
          tuples: [buildTuple({ used: 60, closeWait: 60, holders: [{ process: "orders", share: 1, basis: "live" }] })],
        }),
      ];
      const outcome = judge(
        closeWait,
        { namespaces },
        minutely(6, () => ({ namespaces })),
      );
      expect(outcome).toMatchObject({
        status: "warn",
        evidence: [{ subject: "10.0.3.17 → 10.4.7.21:6379", figures: { process: "orders" } }],
      });
      expect(rulesOf(outcome).evidence).toHaveLength(1);
    });
  });
});
