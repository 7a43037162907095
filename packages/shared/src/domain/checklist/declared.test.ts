import { describe, expect, it } from "vitest";
import { buildSnapshot } from "../../testing/build-snapshot.ts";
import { judge } from "../../testing/judge.ts";
import { DEFAULT_POLICY } from "./check.ts";
import { natBudget } from "./checks/nat-budget.ts";
import { withDeclarations } from "./declared.ts";

const none = { kind: "none", portsPerDestination: null } as const;
const gcp = { kind: "gcp-cloud-nat", portsPerDestination: 64 } as const;
const acl = [{ low: 1_024, high: 65_535 }];

describe("what was said of a host's surroundings", () => {
  it("counts where the organization said nothing of it", () => {
    const central = { ...DEFAULT_POLICY, declared: { egress: gcp, inboundAcl: null } };
    const local = buildSnapshot({ declared: { egress: none, inboundAcl: acl } });
    expect(withDeclarations(central, local).declared).toEqual({ egress: gcp, inboundAcl: acl });
    expect(withDeclarations(DEFAULT_POLICY, buildSnapshot())).toBe(DEFAULT_POLICY);
  });

  it("reaches the checks", () => {
    expect(judge(natBudget, { declared: { egress: none, inboundAcl: null } })).toEqual({ status: "not_applicable", why: "no-nat" });
  });
});
