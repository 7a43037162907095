import { describe, expect, it } from "vitest";
import { buildNamespace, buildTuple } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { Tuple } from "../../host/snapshot.ts";
import { scaleOut } from "./scale-out.ts";

const full: Partial<Tuple> = { capacity: 10_000, used: 6_001, established: 6_001 };
const said = (...tuples: Partial<Tuple>[]) => judge(scaleOut, { namespaces: [buildNamespace({ tuples: tuples.map(buildTuple) })] });

describe("scale-out", () => {
  it("warns where one address on either side carries kept connections, over 60 % of the ports", () => {
    expect(said(full)).toMatchObject({
      status: "warn",
      evidence: [{ rule: "scale-out-narrow", observed: 0.6001, figures: { sources: 1, destinations: 1, tuples: 1, possible: 1 } }],
    });
    expect(said({ ...full, used: 6_000 }).status).toBe("pass");
  });

  it("leaves connections that are not reused to pool-churn", () => {
    const outcome = said({ ...full, opensPerSecond: 300, medianLifeMs: 100 });
    expect([outcome.status, rulesOf(outcome).notes]).toEqual(["pass", ["scale-out-breadth"]]);
  });

  it("does not warn where load has begun to be spread", () => {
    const source = said(full, { ...full, source: "10.0.3.18" });
    const destination = said(full, { ...full, destination: { address: "10.4.7.22", port: 6_379 } });
    expect([source.status, destination.status]).toEqual(["pass", "pass"]);
    expect(source).toMatchObject({ notes: [{ figures: { sources: 2, destinations: 1, tuples: 2, possible: 2 } }, {}] });
  });

  it("does not take another service's address for breadth", () => {
    expect(said(full, { used: 5, destination: { address: "10.4.7.30", port: 443 } }).status).toBe("warn");
  });
});
