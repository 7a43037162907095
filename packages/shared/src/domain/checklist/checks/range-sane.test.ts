import { describe, expect, it } from "vitest";
import { buildGap, buildListener, buildNamespace, buildSettings, buildSnapshot } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import { buildWindows, windowsHost } from "../../../testing/spoken-rules/windows.ts";
import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import { rangeSane } from "./range-sane.ts";

const range = (low: number, high: number, said: Partial<NamespaceSnapshot> = {}, kernel = "6.18.4") =>
  judge(rangeSane, { namespaces: [buildNamespace({ range: { low, high }, ...said })], host: { ...buildSnapshot().host, kernel } });
const nodePortsReserved = { reserved: [{ low: 30_000, high: 32_767 }] };

describe("range-sane", () => {
  it("passes the kernel's default and says what it is", () => {
    const outcome = range(32_768, 60_999);
    expect(outcome).toMatchObject({
      status: "pass",
      notes: [{ rule: "range-is", subject: "32768–60999", observed: 28_232, figures: { isDefault: 1 } }],
    });
  });

  it.each([
    ["one port short of 4,096", [40_000, 44_094], ["range-small", "range-parity"], "fail"],
    ["one port, which has no parity to share", [40_000, 40_000], ["range-small"], "fail"],
    ["4,096 ports", [40_000, 44_095], ["range-below-default"], "warn"],
    ["one port of the range missing", [32_768, 60_998], ["range-below-default", "range-parity"], "warn"],
    ["an odd number of ports, though many", [32_768, 65_534], ["range-parity"], "warn"],
    ["a range that begins below the unprivileged ports", [1_000, 65_535], ["range-privileged", "range-node-ports"], "warn"],
    ["a range over Kubernetes' NodePorts", [30_001, 64_998], ["range-node-ports"], "warn"],
  ] as const)("finds %s", (_, [low, high], rules, status) => {
    const outcome = range(low, high);
    expect(outcome.status).toBe(status);
    expect(rulesOf(outcome).evidence).toEqual(rules);
  });

  it("judges what the reserved ports leave, and counts them", () => {
    const outcome = range(40_000, 49_999, { reserved: [{ low: 30_000, high: 45_999 }] });
    expect(outcome).toMatchObject({ status: "fail", evidence: [{ rule: "range-small", observed: 4_000, limit: 4_096 }] });
    expect(rulesOf(outcome).notes).toEqual(["range-is", "range-reserved"]);
  });

  it("is at peace with NodePorts that are reserved, and with a container's range", () => {
    expect(range(15_000, 64_999, nodePortsReserved).status).toBe("pass");
    expect(range(15_000, 64_999, { kind: "pod" }).status).toBe("pass");
    expect(range(15_000, 64_999, { reserved: [{ low: 30_000, high: 32_000 }] })).toMatchObject({
      evidence: [{ observed: 767, figures: { overlapLow: 30_000, overlapHigh: 32_767 } }],
    });
  });

  it("warns of listeners inside a range that was lowered below 10000", () => {
    const listeners = [buildListener({ port: 5_432 }), buildListener({ port: 8_080 }), buildListener({ port: 6_379, isReserved: true })];
    const lowered = range(1_024, 65_535, { ...nodePortsReserved, listeners });
    expect(lowered).toMatchObject({ status: "warn", evidence: [{ rule: "range-listeners", observed: 2, figures: { lowest: 5_432 } }] });
    expect(range(10_000, 65_535, { ...nodePortsReserved, listeners: [buildListener({ port: 10_001 })] }).status).toBe("pass");
  });

  it("compares with the default of the kernel it runs on", () => {
    expect(rulesOf(range(32_768, 61_000, {}, "3.10.0-1160.el7")).evidence).toEqual(["range-parity"]);
    expect(rulesOf(range(32_768, 60_999, {}, "4.1.9")).evidence).toEqual(["range-below-default"]);
    expect(range(32_768, 60_999, {}, "4.2.0").status).toBe("pass");
  });

  it("is unknown where the reserved ports could not be read, and a finding still stands", () => {
    const blind = (low: number, high: number) =>
      judge(rangeSane, {
        namespaces: [buildNamespace({ range: { low, high }, reserved: null })],
        gaps: [buildGap({ part: "reservedPorts" })],
      });
    expect(blind(32_768, 60_999)).toMatchObject({ status: "unknown", causes: [{ part: "reservedPorts" }] });
    expect(blind(40_000, 40_999).status).toBe("fail");
  });

  it("says nothing of the unprivileged ports where that setting could not be read", () => {
    expect(range(1_000, 65_535, { ...nodePortsReserved, settings: buildSettings({ ipUnprivilegedPortStart: null }) }).status).toBe("pass");
  });

  it("compares with the default of each system, and knows no parity beside Linux", () => {
    const on = (os: "windows" | "darwin" | "freebsd", low: number, high: number, kernel = "10.0.20348") =>
      rulesOf(judge(rangeSane, { namespaces: [buildNamespace({ range: { low, high } })], host: { ...buildSnapshot().host, os, kernel } }));
    expect(on("windows", 49_152, 65_535)).toEqual({ evidence: [], notes: ["range-is"] });
    expect(on("windows", 1_025, 5_000, "5.1.2600").evidence).toEqual(["range-small"]);
    expect(on("windows", 50_000, 65_534).evidence).toEqual(["range-below-default"]);
    expect(on("darwin", 49_152, 65_535).evidence).toEqual([]);
    expect(on("freebsd", 49_152, 65_535).evidence).toEqual(["range-below-default"]);
    expect(on("freebsd", 10_000, 65_535).evidence).toEqual([]);
  });

  it("warns where Windows has a range of its own for another protocol or family", () => {
    const range = { low: 49_152, high: 65_535 };
    const windows = buildWindows({ dynamic: { tcp4: range, tcp6: { low: 1_025, high: 60_000 }, udp4: range, udp6: null } });
    expect(judge(rangeSane, windowsHost({}, { windows }))).toMatchObject({
      status: "warn",
      evidence: [{ rule: "range-differs", observed: 1, figures: { other: "TCP/IPv6", otherLow: 1_025, otherHigh: 60_000 } }],
    });
  });
});
