import { describe, expect, it } from "vitest";
import { BUILT_AT_MS, buildGap, buildNamespace, buildProcess, buildUdp } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { udpEph } from "./udp-eph.ts";

const holding = (ports: number, name = "orders", udpPortsInRange = 0): Partial<Snapshot> => ({
  namespaces: [
    buildNamespace({
      range: { low: 40_000, high: 49_999 },
      udp: buildUdp(ports, 10_000),
      processes: [buildProcess({ name, udpPortsInRange })],
    }),
  ],
});

describe("udp-eph", () => {
  it.each([
    [6_000, "pass"],
    [6_001, "warn"],
    [8_000, "warn"],
    [8_001, "fail"],
  ])("judges %i of 10,000 ports", (ports, status) => {
    expect(judge(udpEph, holding(ports)).status).toBe(status);
  });

  it("warns of more than 500 ports of one process, unless it is a resolver", () => {
    expect(judge(udpEph, holding(600, "orders", 500)).status).toBe("pass");
    expect(judge(udpEph, holding(600, "orders", 501))).toMatchObject({
      status: "warn",
      evidence: [{ rule: "udp-process", subject: "orders (pid 4711)", observed: 501, limit: 500, unit: "ports" }],
    });
    const resolver = judge(udpEph, holding(600, "unbound", 501));
    expect([resolver.status, rulesOf(resolver).notes]).toEqual(["pass", ["udp-resolver", "udp-is"]]);
  });

  it("fails a resolver, too, where the ports are gone", () => {
    expect(judge(udpEph, holding(9_000, "unbound", 9_000)).status).toBe("fail");
  });

  it("fails where macOS has logged it within a day", () => {
    const logged = (hoursAgo: number): Partial<Snapshot> => ({
      ...holding(10),
      logs: [
        {
          signature: "macos-udp-ports",
          firstMs: null,
          lastMs: BUILT_AT_MS - hoursAgo * 3_600_000,
          count: 2,
          quote: "",
          source: "unified log",
          process: null,
          port: null,
          destination: null,
        },
      ],
    });
    expect(judge(udpEph, logged(23)).status).toBe("fail");
    expect(judge(udpEph, logged(25)).status).toBe("pass");
  });

  it("is unknown where UDP or its processes could not be read, and nothing is wrong", () => {
    const denied = { gaps: [buildGap({ part: "processes" })] };
    expect(judge(udpEph, { ...holding(10), ...denied }).status).toBe("unknown");
    expect(judge(udpEph, { ...holding(8_001), ...denied }).status).toBe("fail");
    expect(judge(udpEph, { namespaces: [buildNamespace({ udp: null })] }).status).toBe("unknown");
  });
});
