import { describe, expect, it } from "vitest";
import { buildGap, buildNamespace, buildPool, buildSnapshot, buildTuple } from "../../../testing/build-snapshot.ts";
import { factsOf, judge, minutely, rulesOf } from "../../../testing/judge.ts";
import { buildAllowance, buildNode, buildPublished } from "../../../testing/spoken-rules/cluster.ts";
import type { Snapshot, Tuple } from "../../host/snapshot.ts";
import type { Egress } from "../../platforms/egress.ts";
import { type CheckOutcome, DEFAULT_POLICY } from "../check.ts";
import { runChecklist } from "../run-checklist.ts";
import { containerNs } from "./container-ns.ts";
import { enaAllow } from "./ena-allow.ts";
import { mesh } from "./mesh.ts";
import { natBudget } from "./nat-budget.ts";
import { nodeport } from "./nodeport.ts";

describe("nat-budget", () => {
  const toWorld = (said: Partial<Tuple>) => buildTuple({ destination: { address: "93.184.216.34", port: 443 }, ...said });
  function behind(egress: Egress, ...tuples: Tuple[]): CheckOutcome {
    const policy = { ...DEFAULT_POLICY, declared: { egress, inboundAcl: null } };
    return runChecklist({ ...factsOf(buildSnapshot({ namespaces: [buildNamespace({ tuples })] })), policy }, [natBudget])[0]!.outcome;
  }
  const gcp: Egress = { kind: "gcp-cloud-nat", portsPerDestination: 100 };

  it.each([
    [60, "pass"],
    [61, "warn"],
    [80, "warn"],
    [81, "fail"],
  ])("judges %i of 100 ports of the NAT as %s", (used, status) => {
    expect(behind(gcp, toWorld({ used })).status).toBe(status);
  });

  it("counts what was closed for as long as the NAT holds it", () => {
    const closing = toWorld({ used: 70, timeWait: 60, established: 10, closesPerSecond: [1, 1, 1, 1, 1, 1] });
    expect(behind({ kind: "azure-load-balancer", portsPerDestination: 1_024 }, closing)).toMatchObject({
      status: "pass",
      notes: [{ figures: { ports: 250, budget: 1_024, holdSeconds: 240 } }],
    });
  });

  it("adds up sources towards one destination, and takes the busiest", () => {
    const outcome = behind(
      gcp,
      toWorld({ used: 40 }),
      toWorld({ used: 41, source: "10.0.3.18" }),
      toWorld({ used: 70, destination: { address: "8.8.8.8", port: 443 } }),
    );
    expect(outcome).toMatchObject({
      status: "fail",
      evidence: [{ subject: "93.184.216.34:443", figures: { ports: 81 } }, { subject: "8.8.8.8:443" }],
    });
  });

  it("does not count what no NAT rewrites", () => {
    const inside = ["10.1.2.3", "127.0.0.1", "169.254.169.254", "2001:db8::1"].map((address) =>
      buildTuple({ used: 99, destination: { address, port: 443 } }),
    );
    expect(rulesOf(behind(gcp, ...inside)).notes).toEqual(["nat-nothing-public"]);
  });

  it("is unknown until somebody says how traffic leaves, and does not apply without a NAT", () => {
    expect(judge(natBudget, {})).toMatchObject({ status: "unknown", causes: [{ kind: "needs", what: "declaration" }] });
    expect(behind({ kind: "none", portsPerDestination: null })).toEqual({ status: "not_applicable", why: "no-nat" });
  });
});

describe("ena-allow", () => {
  it("fails on dropped connections, warns on the rest", () => {
    expect(judge(enaAllow, { allowances: [buildAllowance()] }).status).toBe("pass");
    expect(judge(enaAllow, { allowances: [buildAllowance({ conntrackExceeded: 1 })] }).status).toBe("fail");
    for (const said of [{ packetsExceeded: 1 }, { bandwidthExceeded: 1 }, { linkLocalExceeded: 1 }])
      expect(judge(enaAllow, { allowances: [buildAllowance(said)] }).status).toBe("warn");
  });

  it("warns when under a fifth is left of the most that was ever left", () => {
    const earlier = minutely(10, () => ({ allowances: [buildAllowance({ conntrackAvailable: 1_000 })] }));
    const left = (conntrackAvailable: number) => judge(enaAllow, { allowances: [buildAllowance({ conntrackAvailable })] }, earlier).status;
    expect([left(200), left(199)]).toEqual(["pass", "warn"]);
  });

  it("is unknown at the first reading and where it was not read, and does not apply on other hardware", () => {
    const first = buildAllowance({ conntrackExceeded: null, packetsExceeded: null });
    expect(judge(enaAllow, { allowances: [first] })).toMatchObject({ status: "unknown", causes: [{ kind: "needs" }] });
    expect(judge(enaAllow, { gaps: [buildGap({ part: "allowances", reason: "unsupported" })] }).status).toBe("unknown");
    expect(judge(enaAllow, { gaps: [buildGap({ part: "allowances", reason: "absent" })] }).status).toBe("unknown");
    expect(judge(enaAllow, { allowances: [] })).toEqual({ status: "not_applicable", why: "no-allowances" });
  });
});

describe("nodeport", () => {
  const node = (range: { low: number; high: number }, reserved: { low: number; high: number }[] = [], nodePorts: number[] | null = null) =>
    judge(nodeport, { namespaces: [buildNamespace({ range, reserved })], kubernetes: buildNode(nodePorts) });

  it("fails where the range takes in node ports that are not reserved, and names those in use", () => {
    expect(node({ low: 32_000, high: 60_999 }, [], [30_080, 32_100])).toMatchObject({
      status: "fail",
      evidence: [{ rule: "node-ports-in-range", subject: "32000–32767", observed: 768, figures: { nodePorts: "32100", nodePortCount: 1 } }],
    });
    expect(node({ low: 32_768, high: 60_999 }).status).toBe("pass");
    expect(node({ low: 20_000, high: 60_999 }, [{ low: 30_000, high: 32_767 }]).status).toBe("pass");
  });

  it("warns where kubelet's or kube-proxy's own port can be handed out", () => {
    const low = node({ low: 10_000, high: 29_999 });
    expect([low.status, rulesOf(low).evidence]).toEqual(["warn", ["node-service-in-range", "node-service-in-range"]]);
    expect(node({ low: 10_000, high: 29_999 }, [{ low: 10_250, high: 10_256 }]).status).toBe("pass");
  });

  it("does not apply where there is no node, and is unknown where nobody looked", () => {
    expect(judge(nodeport, { kubernetes: null })).toEqual({ status: "not_applicable", why: "no-kubernetes" });
    expect(judge(nodeport, {}).status).toBe("unknown");
  });
});

describe("container-ns", () => {
  it("warns of a published port that can be handed out", () => {
    expect(judge(containerNs, { published: [buildPublished(), buildPublished({ port: 8_080 })] })).toMatchObject({
      status: "warn",
      evidence: [{ rule: "published-in-range", subject: "0.0.0.0:49160" }],
    });
    const reserved = { namespaces: [buildNamespace({ reserved: [{ low: 49_160, high: 49_160 }] })], published: [buildPublished()] };
    expect(judge(containerNs, reserved).status).toBe("pass");
  });

  it("does not apply without containers, and is unknown where namespaces may not be entered", () => {
    expect(judge(containerNs, { published: [] })).toEqual({ status: "not_applicable", why: "no-containers" });
    const gaps = [buildGap({ part: "namespaces", reason: "denied" })];
    expect(judge(containerNs, { published: [], gaps })).toMatchObject({
      status: "unknown",
      causes: [{ part: "namespaces", reason: "denied" }],
    });
    expect(judge(containerNs, {}).status).toBe("unknown");
  });

  it("passes on no port that was not read", () => {
    const gaps = [buildGap({ part: "published", reason: "denied" })];
    expect(judge(containerNs, { published: [buildPublished({ port: 8_080 })], gaps }).status).toBe("unknown");
    expect(judge(containerNs, { published: [buildPublished()], gaps }).status).toBe("warn");
  });

  it("says how many containers are judged", () => {
    const namespaces = [buildNamespace(), buildNamespace({ id: "2", kind: "pod" })];
    const outcome = judge(containerNs, { namespaces, published: [] });
    expect([outcome.status, rulesOf(outcome).notes]).toEqual(["pass", ["namespaces-judged"]]);
  });
});

describe("mesh", () => {
  const pod = (said: Partial<Snapshot["namespaces"][number]>) =>
    judge(mesh, { namespaces: [buildNamespace({ kind: "pod", name: "web-1", sidecar: "envoy", ...said })] });
  const pool = (used: number) => buildPool({ source: "127.0.0.6", capacity: 1_000, used });

  it.each([
    [600, "pass"],
    [601, "warn"],
    [801, "fail"],
  ])("judges %i of 1,000 ports of 127.0.0.6 as %s", (used, status) => {
    expect(pod({ pools: [pool(used)] }).status).toBe(status);
    const tuple = buildTuple({ source: "127.0.0.6", destination: { address: "127.0.0.1", port: 8_080 }, capacity: 1_000, used });
    expect(pod({ tuples: [tuple] }).status).toBe(status);
  });

  it("judges what goes to the sidecar's own ports, and nothing else", () => {
    const to = (port: number) => buildTuple({ destination: { address: "10.0.3.17", port }, capacity: 1_000, used: 900 });
    expect(rulesOf(pod({ tuples: [to(15_001)] })).evidence).toEqual(["sidecar-outbound"]);
    expect(pod({ tuples: [to(443)], pools: [buildPool({ capacity: 10, used: 9 })] }).status).toBe("pass");
  });

  it("does not apply without a sidecar, and is unknown where nobody looked for one", () => {
    expect(pod({ sidecar: null })).toEqual({ status: "not_applicable", why: "no-sidecar" });
    expect(pod({ sidecar: undefined })).toMatchObject({ status: "unknown", causes: [{ part: "processes" }] });
  });
});
