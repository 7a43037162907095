import { describe, expect, it } from "vitest";
import { buildGap, buildNamespace, buildProcess, buildTuple } from "../../../testing/build-snapshot.ts";
import { judge, minutely, rulesOf } from "../../../testing/judge.ts";
import type { ProcessUse, Snapshot } from "../../host/snapshot.ts";
import { procTop } from "./proc-top.ts";

const RANGE = { low: 40_000, high: 49_999 };
const holding = (ports: number, inUse: number, said: Partial<ProcessUse> = {}): Partial<Snapshot> => ({
  namespaces: [
    buildNamespace({
      range: RANGE,
      tcpPortsInRange: inUse,
      processes: [buildProcess({ tcpPortsInRange: ports, established: ports, ...said })],
    }),
  ],
});

describe("proc-top", () => {
  it.each([
    ["half of the ports, 31 % of the range in use", 1_550, 3_100, "pass"],
    ["over half, 30 % in use", 1_600, 3_000, "pass"],
    ["over half, 31 % in use", 1_560, 3_100, "warn"],
    ["over 70 %, 60 % in use", 4_500, 6_000, "warn"],
    ["over 70 %, 61 % in use", 4_500, 6_100, "fail"],
  ])("judges %s", (_, ports, inUse, status) => {
    expect(judge(procTop, holding(ports, inUse)).status).toBe(status);
  });

  it("names the process, its unit, files and the tuple that it has most of", () => {
    const snapshot = holding(4_500, 6_100, { unit: "orders.service", runtime: "java", descriptors: { used: 4_600, limit: 65_536 } });
    const holders = [{ process: "orders", share: 0.9, basis: "live" as const }];
    snapshot.namespaces![0]!.tuples = [
      buildTuple({ established: 2_500, holders, source: "10.0.3.9" }),
      buildTuple({ established: 2_520, holders }),
    ];
    expect(judge(procTop, snapshot)).toMatchObject({
      evidence: [
        {
          rule: "process-holds-most",
          subject: "orders (pid 4711)",
          figures: { ports: 4_500, inUse: 6_100, unit: "orders.service", descriptors: 4_600, tuple: "10.0.3.17 → 10.4.7.21:6379" },
        },
      ],
    });
  });

  it("only notes a proxy, which holds connections for others", () => {
    const outcome = judge(procTop, holding(4_500, 6_100, { name: "nginx", runtime: "nginx" }));
    expect([outcome.status, rulesOf(outcome).notes]).toEqual(["pass", ["process-proxy"]]);
  });

  it("is unknown where processes were not looked for, or some were refused; a finding stands", () => {
    const denied = { gaps: [buildGap({ part: "processes", namespaceId: "4026531840" })] };
    expect(judge(procTop, { namespaces: [buildNamespace({ attributed: undefined })] }).status).toBe("unknown");
    expect(judge(procTop, { ...holding(10, 100), ...denied }).status).toBe("unknown");
    expect(judge(procTop, { ...holding(4_500, 6_100), ...denied }).status).toBe("fail");
  });

  it("notes one that grows by a fifth in an hour and never falls back", () => {
    const grown = (then: (minutesAgo: number) => number) =>
      rulesOf(
        judge(
          procTop,
          holding(160, 2_000),
          minutely(31, (ago) => holding(then(ago), 2_000)),
        ),
      ).notes;
    expect(grown((ago) => 160 - ago)).toContain("process-growing");
    expect(grown(() => 150)).not.toContain("process-growing");
    expect(grown((ago) => (ago === 10 ? 90 : 100))).not.toContain("process-growing");
  });
});
