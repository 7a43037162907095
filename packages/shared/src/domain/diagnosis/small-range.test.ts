import { describe, expect, it } from "vitest";
import { buildChurn, buildHost, buildLog } from "../../testing/build-host.ts";
import { buildPool, buildTuple } from "../../testing/build-snapshot.ts";
import { every, held } from "../../testing/incidents/facts.ts";
import { factsOf } from "../../testing/judge.ts";
import { runChecklist } from "../checklist/run-checklist.ts";
import type { Snapshot, Tuple } from "../host/snapshot.ts";
import { rankRemedies } from "../remedies/rank-remedies.ts";
import { diagnose } from "./diagnose.ts";

const on = (snapshot: Snapshot, earlier: Snapshot[] = []) => {
  const facts = factsOf(snapshot, earlier);
  const diagnosis = diagnose(facts, runChecklist(facts));
  return { ...diagnosis, remedies: rankRemedies({ snapshot }, diagnosis) };
};
const rival = ({ rivals }: ReturnType<typeof on>, cause: string) => rivals.find((each) => each.cause === cause);
const SMALL = { low: 40_000, high: 40_999 };
const small = (tuples: Tuple[], namespace = {}) => buildHost("linux", { namespace: { range: SMALL, ...namespace }, tuples });
const remedies = ({ remedies: ranked }: ReturnType<typeof on>) =>
  ranked.filter(({ standing }) => standing !== "refused").map(({ id }) => id);

describe("a range of a thousand ports", () => {
  it("full of TIME_WAIT to one destination: the connections are the cause, the range the other way out", () => {
    const found = on(small([buildChurn(980, { live: 2, closesPerSecond: [16, 16, 16, 16, 16, 17] })]));
    expect(found.cause).toBe("short-connections-one-destination");
    expect(rival(found, "range-size")?.standing).toBe("possible");
    expect(remedies(found)).toEqual(expect.arrayContaining(["reuse-connections", "tw-reuse", "widen-range"]));
    expect(remedies(found)[0]).toBe("reuse-connections");
  });

  it("of which one destination holds two thirds in TIME_WAIT", () => {
    const range = { low: 40_000, high: 40_699 };
    expect(on(small([buildChurn(460, { live: 4 })], { range })).cause).toBe("short-connections-one-destination");
  });

  it("in two namespaces, each with its own short connections", () => {
    const at = (id: string, timeWait: number) => ({
      ...small([buildChurn(timeWait)]).namespaces[0]!,
      id,
      name: id,
      kind: "container" as const,
    });
    const host = { ...buildHost("linux"), namespaces: [at("2", 980), at("3", 990)] };
    expect(on(host)).toMatchObject({ cause: "short-connections-one-destination" });
  });

  it("held by one program that closes nothing: not the range, and reuse is not promised", () => {
    const leak = small([buildTuple({ used: 999, ...held("python3") })]);
    const found = on(leak);
    expect(found.cause).toBe("long-lived-connections");
    expect(rival(found, "range-size")?.standing).toBe("possible");
    expect(rival(found, "leak-established")?.standing).toBe("unknown");
    expect(remedies(found)).not.toContain("reuse-connections");
  });

  it("held by one program that opened ever more: a leak, also below a thousand of them, and at the limit", () => {
    const taken = (ago: number) => small([buildTuple({ used: Math.min(999, 1_100 - 10 * ago), ...held("python3") })]);
    expect(on(taken(0), every(5, 10, taken))).toMatchObject({ cause: "leak-established" });
  });

  it("at whose limit connections stand still: what would have grown could not", () => {
    const full = small([buildTuple({ used: 999, ...held("python3") })]);
    expect(
      on(
        full,
        every(5, 10, () => full),
      ).cause,
    ).toBe("long-lived-connections");
  });

  it("whose pool is full by ports that nobody takes first: no cause", () => {
    const reused = buildTuple({
      used: 40,
      timeWait: 880,
      reusableTimeWait: 843,
      established: 3,
      closesPerSecond: [40, 40, 40, 40, 40, 40],
    });
    const healthy = small([reused], { pools: [buildPool({ capacity: 1_000, used: 887 })] });
    expect(on(healthy).cause).toBe("not-port-exhaustion");
    const unseen = small([reused], { pools: [buildPool({ capacity: 1_000, used: 887, boundInactive: null })] });
    expect(on(unseen).cause).toBe("unknown");
  });
});

describe("several tight tuples of one namespace", () => {
  const worst = buildChurn(27_900, { destination: { address: "10.0.0.9", port: 5_432 }, holders: [] });
  const other = buildChurn(27_000, { live: 900, destination: { address: "10.0.0.8", port: 80 } });

  it("cause and remedies are about the verdict's", () => {
    const host = buildHost("linux", { tuples: [{ ...other, timeWait: 27_950, used: 27_500 }, worst] });
    const found = on(host);
    expect(found.evidence[0]?.subject).toContain("10.0.0.9:5432");
    expect(found.remedies.find(({ effect }) => effect)?.effect?.before.used).toBe(27_900);
  });

  it("a load generator on another one does not take the verdict's place", () => {
    const tested = { ...buildChurn(27_950, { destination: { address: "10.0.0.8", port: 80 }, ...held("wrk") }), used: 27_500 };
    expect(on(buildHost("linux", { tuples: [tested, worst] }))).toMatchObject({ cause: "short-connections-one-destination" });
  });

  it("a refusal of a calm tuple does not take the verdict's place", () => {
    const calm = buildChurn(2_000, { destination: { address: "10.0.0.7", port: 80 } });
    const host = buildHost("linux", {
      tuples: [buildTuple({ used: 27_000, ...held("haproxy") }), calm],
      logs: [buildLog("connect-address-unavailable", { destination: "10.0.0.7:80" })],
    });
    expect(on(host)).toMatchObject({ cause: "long-lived-connections" });
  });
});
