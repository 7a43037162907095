import { describe, expect, it } from "vitest";
import {
  buildNamespace,
  buildProcess,
  buildSnapshot,
  buildTcpStates,
  buildTuple,
  DEFAULT_CAPACITY,
} from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { NamespaceSnapshot, Tuple } from "../../host/snapshot.ts";
import { poolChurn } from "./pool-churn.ts";

const churning: Partial<Tuple> = { timeWait: 600, established: 3, closesPerSecond: Array(6).fill(10) };
const said = (tuple: Partial<Tuple>, namespace: Partial<NamespaceSnapshot> = {}) =>
  judge(poolChurn, { namespaces: [buildNamespace({ tuples: [buildTuple(tuple)], ...namespace })] });

describe("pool-churn", () => {
  it("warns of ten connections a second that are thrown away", () => {
    expect(said(churning)).toMatchObject({
      status: "warn",
      evidence: [
        {
          rule: "pool-churn",
          subject: "10.0.3.17 → 10.4.7.21:6379",
          observed: 10,
          limit: 10,
          unit: "perSecond",
          figures: { service: "Redis", timeWait: 600, established: 3 },
        },
      ],
    });
    expect(said({ ...churning, closesPerSecond: Array(6).fill(9.9) }).status).toBe("pass");
    expect(said({ ...churning, established: 61 }).status).toBe("pass");
  });

  it("takes short lives for churn, whatever waits", () => {
    expect(said({ opensPerSecond: 25, medianLifeMs: 1_500, established: 40 }).status).toBe("warn");
    expect(said({ opensPerSecond: 25, medianLifeMs: 60_000, established: 40 }).status).toBe("pass");
  });

  it("fails where the tuple's ports are short as well, strictly over 60 %", () => {
    const used = (ratio: number) => said({ ...churning, capacity: 1_000, used: ratio * 1_000, timeWait: 600, established: 3 }).status;
    expect([used(0.6), used(0.601)]).toEqual(["warn", "fail"]);
  });

  it("names who makes them, and what it is written in", () => {
    const holders = [{ process: "gunicorn", share: 0.97, basis: "inferred" as const, unit: "orders.service" }];
    const processes = [buildProcess({ name: "gunicorn", runtime: "python" })];
    expect(said({ ...churning, holders }, { processes })).toMatchObject({
      evidence: [{ figures: { process: "gunicorn", share: 0.97, unit: "orders.service", runtime: "python" } }],
    });
  });

  it("accuses no load generator", () => {
    const outcome = said({ ...churning, holders: [{ process: "wrk", share: 1, basis: "inferred" }] });
    expect([outcome.status, rulesOf(outcome).notes]).toEqual(["pass", ["pool-churn-by-design"]]);
  });

  describe("on a Mac whose TCP clock has stopped", () => {
    const host = { ...buildSnapshot().host, os: "darwin", uptimeMs: 50 * 86_400_000 } as const;
    const tcpStates = { v4: buildTcpStates({ timeWait: 20_000, established: 3 }), v6: buildTcpStates() };
    const stopped = (tuple: Partial<Tuple>) =>
      judge(poolChurn, {
        host,
        namespaces: [buildNamespace({ tcpStates, tuples: [buildTuple({ ...churning, timeWait: 20_000, ...tuple })] })],
      });

    it("takes no rate from TIME_WAIT", () => {
      const outcome = stopped({});
      expect(outcome).toMatchObject({ status: "unknown", causes: [{ kind: "needs", what: "opens-seen" }] });
      expect(rulesOf(outcome).notes).toEqual(["time-wait-stopped"]);
    });

    it("still counts connections that were seen to open", () => {
      expect(stopped({ opensPerSecond: 25 })).toMatchObject({ status: "warn", evidence: [{ observed: 25 }] });
      expect(stopped({ opensPerSecond: 1 }).status).toBe("pass");
    });
  });

  it("notes the busiest destination where all is well, and nothing where nothing happens", () => {
    expect(rulesOf(said({ opensPerSecond: 0.5, medianLifeMs: 90_000, established: DEFAULT_CAPACITY / 4 })).notes).toEqual(["pool-busiest"]);
    expect(rulesOf(said({ established: 3 })).notes).toEqual([]);
  });
});
