import { describe, expect, it } from "vitest";
import { buildGap, buildNamespace } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import { buildService, fixedAt, logLine } from "../../../testing/spoken-rules/services.ts";
import { portmapDyn } from "./portmap-dyn.ts";

const mountd = (port: number) => buildService({ service: "nfs-mountd", port });

describe("portmap-dyn", () => {
  it.each([
    ["a port below the range", [mountd(892)], "pass", []],
    ["a port inside it", [mountd(41_233)], "warn", ["portmap-in-range"]],
    [
      "Red Hat's own example, which lies inside",
      [buildService({ service: "nfs-lockd", ...fixedAt(32_803) })],
      "warn",
      ["portmap-in-range"],
    ],
    [
      "FTP's passive ports below the range",
      [buildService({ service: "ftp-passive", configured: { low: 20_000, high: 20_100 } })],
      "pass",
      [],
    ],
    [
      "FTP's passive ports that reach into it",
      [buildService({ service: "ftp-passive", configured: { low: 32_000, high: 32_800 } })],
      "warn",
      ["portmap-in-range"],
    ],
    ["an RMI server that chooses", [buildService({ service: "java-rmi" })], "warn", ["portmap-random"]],
    ["an RMI server that was told", [buildService({ service: "java-rmi", ...fixedAt(7_091) })], "pass", []],
  ] as const)("judges %s", (_, services, status, rules) => {
    const outcome = judge(portmapDyn, { services: [...services] });
    expect(outcome.status).toBe(status);
    expect(rulesOf(outcome).evidence).toEqual(rules);
  });

  it("is at peace with a port that is reserved", () => {
    const reserved = { namespaces: [buildNamespace({ reserved: [{ low: 41_233, high: 41_233 }] })] };
    expect(judge(portmapDyn, { ...reserved, services: [mountd(41_233)] }).status).toBe("pass");
  });

  it("fails where the service was refused that very port", () => {
    const services = [mountd(41_233)];
    expect(judge(portmapDyn, { services, logs: [logLine({ port: 41_233 })] }).status).toBe("fail");
    expect(judge(portmapDyn, { services, logs: [logLine({ port: 8_080 })] }).status).toBe("warn");
  });

  it("counts TCP and UDP on one port as one service", () => {
    const outcome = judge(portmapDyn, { services: [mountd(41_233), mountd(41_233)] });
    expect(rulesOf(outcome).evidence).toHaveLength(1);
  });

  it("passes on no service that was not asked", () => {
    const gaps = [buildGap({ part: "services", reason: "timeout", hint: "rpcinfo -p: timeout" })];
    const erlang = buildService({ service: "erlang-distribution", port: 25_672 });
    expect(judge(portmapDyn, { services: [erlang] }).status).toBe("pass");
    expect(judge(portmapDyn, { services: [erlang], gaps })).toMatchObject({
      status: "unknown",
      causes: [{ part: "services", reason: "timeout" }],
    });
    expect(judge(portmapDyn, { services: [], gaps }).status).toBe("unknown");
    expect(judge(portmapDyn, { services: [mountd(41_233)], gaps }).status).toBe("warn");
  });

  it("does not apply without such a service, and cannot judge a port against an unknown range", () => {
    expect(judge(portmapDyn, { services: [] })).toEqual({ status: "not_applicable", why: "no-such-service" });
    expect(judge(portmapDyn, {}).status).toBe("unknown");
    expect(judge(portmapDyn, { services: [mountd(892)], namespaces: [buildNamespace({ range: null })] }).status).toBe("unknown");
  });
});
