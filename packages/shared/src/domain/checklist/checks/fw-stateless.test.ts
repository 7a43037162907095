import { describe, expect, it } from "vitest";
import { buildFirewallRule, buildReading, filtered } from "../../../testing/build-firewall.ts";
import { buildGap, buildSnapshot, buildTuple } from "../../../testing/build-snapshot.ts";
import { factsOf, judge, rulesOf } from "../../../testing/judge.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import type { PortInterval } from "../../network/port-interval.ts";
import { type CheckOutcome, DEFAULT_POLICY } from "../check.ts";
import { runChecklist } from "../run-checklist.ts";
import { fwStateless } from "./fw-stateless.ts";

const RANGE = { low: 32_768, high: 60_999 };
const byPorts = buildFirewallRule({ text: "tcp dport 32768-50000 accept", ports: [{ low: 32_768, high: 50_000 }] });
const partly = buildReading({ replies: { verdict: "partly", dropped: [{ low: 50_001, high: 60_999 }], decidedBy: byPorts } });

function withAcl(inboundAcl: PortInterval[], said: Partial<Snapshot> = filtered([])): CheckOutcome {
  const policy = { ...DEFAULT_POLICY, declared: { egress: null, inboundAcl } };
  return runChecklist({ ...factsOf(buildSnapshot(said)), policy }, [fwStateless])[0]!.outcome;
}

describe("fw-stateless", () => {
  it("fails where a rule on ports leaves out a part of the range, unless connections stand", () => {
    expect(judge(fwStateless, filtered([partly]))).toMatchObject({
      status: "fail",
      evidence: [{ rule: "stateless-gap", subject: "50001–60999", observed: 10_999 }],
    });
    const standing = { tuples: [buildTuple({ used: 1, established: 1 })] };
    expect(judge(fwStateless, filtered([partly], standing)).status).toBe("warn");
  });

  it("leaves a drop that no rule on ports is behind to fw-return", () => {
    const byState = buildReading({ replies: { verdict: "partly", dropped: [RANGE] } });
    expect(judge(fwStateless, filtered([byState])).status).toBe("pass");
  });

  it("fails where a rule lets the world into the range, also while everything works", () => {
    const open = buildReading({ openToWorld: [{ ...byPorts, ports: [RANGE] }] });
    const outcome = judge(fwStateless, filtered([open], { tuples: [buildTuple({ used: 1, established: 1 })] }));
    expect(outcome).toMatchObject({ status: "fail", evidence: [{ rule: "stateless-open-to-world", observed: 28_232 }] });
  });

  it.each([
    [[{ low: 1_024, high: 65_535 }], "pass", "acl-fits"],
    [[{ low: 32_768, high: 61_000 }], "pass", "acl-narrow"],
    [
      [
        { low: 32_768, high: 40_000 },
        { low: 40_001, high: 60_999 },
      ],
      "pass",
      "acl-narrow",
    ],
    [[{ low: 49_152, high: 65_535 }], "fail", "acl-gap"],
    [[], "fail", "acl-gap"],
  ] as const)("compares a declared network ACL of %j with the range: %s", (acl, status, rule) => {
    const outcome = withAcl([...acl]);
    expect(outcome.status).toBe(status);
    expect([...rulesOf(outcome).evidence, ...rulesOf(outcome).notes]).toContain(rule);
  });

  it("is not unknown for want of a declaration: that is a note", () => {
    const outcome = judge(fwStateless, filtered([buildReading()]));
    expect([outcome.status, rulesOf(outcome).notes]).toEqual(["pass", ["acl-undeclared"]]);
  });

  it("does not apply without a packet filter or a declaration, and is unknown where rules were not read", () => {
    expect(judge(fwStateless, filtered([]))).toEqual({ status: "not_applicable", why: "no-packet-filter" });
    const gaps = [buildGap({ part: "firewall", reason: "denied" })];
    expect(judge(fwStateless, { gaps })).toMatchObject({ status: "unknown", causes: [{ part: "firewall" }] });
    expect(withAcl([{ low: 49_152, high: 65_535 }], { gaps }).status).toBe("fail");
  });
});
