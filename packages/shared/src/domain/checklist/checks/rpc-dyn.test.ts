import { describe, expect, it } from "vitest";
import { buildSnapshot } from "../../../testing/build-snapshot.ts";
import { factsOf, judge, rulesOf } from "../../../testing/judge.ts";
import { buildService, fixedAt, logLine } from "../../../testing/spoken-rules/services.ts";
import { windowsHost } from "../../../testing/spoken-rules/windows.ts";
import { NOTHING_DECLARED } from "../../host/declarations.ts";
import type { DynamicPortService } from "../../host/services.ts";
import { runChecklist } from "../run-checklist.ts";
import { rpcDyn } from "./rpc-dyn.ts";

const host = (services: DynamicPortService[], said = {}) => windowsHost({}, { services, ...said });
const pool = (low: number, high: number, said = {}) => buildService({ service: "rpc", configured: { low, high }, ...said });

describe("rpc-dyn", () => {
  it("finds dynamic RPC normal, and fixed ports clear of the range fine", () => {
    expect(judge(rpcDyn, host([]))).toMatchObject({ status: "pass", notes: [{ rule: "rpc-dynamic" }] });
    const fixed = [
      pool(5_000, 5_999),
      buildService({ service: "ntds", ...fixedAt(5_722) }),
      buildService({ service: "netlogon", ...fixedAt(5_723) }),
    ];
    expect(judge(rpcDyn, host(fixed))).toMatchObject({ status: "pass", notes: [] });
  });

  it.each([
    ["a list that voids the setting", [pool(5_000, 5_999, { isContradictory: true })], ["rpc-pool-void"]],
    ["99 ports", [pool(5_000, 5_098)], ["rpc-pool-small"]],
    [
      "one port for two services",
      [buildService({ service: "ntds", ...fixedAt(5_722) }), buildService({ service: "netlogon", ...fixedAt(5_722) })],
      ["directory-ports-equal"],
    ],
  ])("fails on %s", (_, services, rules) => {
    const outcome = judge(rpcDyn, host(services));
    expect(outcome.status).toBe("fail");
    expect(rulesOf(outcome).evidence).toEqual(rules);
  });

  it("takes Netlogon's own word for it", () => {
    expect(judge(rpcDyn, host([], { logs: [logLine({ signature: "rpc-5820" })] }))).toMatchObject({
      status: "fail",
      evidence: [{ rule: "directory-ports-logged", figures: { event: "5820" } }],
    });
  });

  it("warns of a fixed range inside the dynamic one, and of none behind a stateless filter", () => {
    expect(rulesOf(judge(rpcDyn, host([pool(49_000, 50_000)]))).evidence).toEqual(["rpc-fixed-in-range"]);
    const facts = factsOf(buildSnapshot(host([])));
    const declared = { ...NOTHING_DECLARED, inboundAcl: [{ low: 443, high: 443 }] };
    const [result] = runChecklist({ ...facts, policy: { ...facts.policy, declared } }, [rpcDyn]);
    expect(rulesOf(result!.outcome).evidence).toEqual(["rpc-unfixed-behind-acl"]);
  });
});
