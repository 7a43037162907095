import { describe, expect, it } from "vitest";
import { buildNamespace, buildSettings, buildSnapshot } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { ConfiguredSetting } from "../../host/configuration.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { twMyth } from "./tw-myth.ts";

const configured = (key: string, value: string): ConfiguredSetting[] => [
  { key, value, file: "/etc/sysctl.d/99-tuning.conf", line: 4, runtime: value, isOverridden: false },
];
const settings = (said: Parameters<typeof buildSettings>[0]) => [buildNamespace({ settings: buildSettings(said) })];
const oldKernel = { host: { ...buildSnapshot().host, kernel: "3.10.0-1160.el7" } };

describe("tw-myth", () => {
  it.each<[string, Partial<Snapshot>, string]>([
    ["nothing unusual", { configured: [] }, "pass"],
    ["tcp_tw_recycle on a kernel that had it", { ...oldKernel, configured: configured("net.ipv4.tcp_tw_recycle", "1") }, "fail"],
    ["tcp_tw_recycle on one that has not", { configured: configured("net.ipv4.tcp_tw_recycle", "1") }, "warn"],
    ["tcp_fin_timeout 14", { configured: [], namespaces: settings({ tcpFinTimeoutSeconds: 14 }) }, "warn"],
    ["tcp_fin_timeout 15", { configured: [], namespaces: settings({ tcpFinTimeoutSeconds: 15 }) }, "pass"],
    ["few TIME_WAIT buckets", { configured: [], namespaces: settings({ tcpMaxTwBuckets: 5_000 }) }, "warn"],
    ["reuse without timestamps", { configured: [], namespaces: settings({ tcpTimestamps: 0, tcpTwReuse: 1 }) }, "warn"],
    ["no timestamps and no reuse", { configured: [], namespaces: settings({ tcpTimestamps: 0, tcpTwReuse: 2 }) }, "pass"],
  ])("judges %s", (_, said, status) => {
    expect(judge(twMyth, said).status).toBe(status);
  });

  it("says where the line stands", () => {
    expect(judge(twMyth, { configured: configured("net.ipv4.tcp_tw_recycle", "1") })).toMatchObject({
      evidence: [{ rule: "myth", figures: { id: "tcp-tw-recycle", file: "/etc/sysctl.d/99-tuning.conf:4" } }],
    });
  });

  it("warns when the kernel destroys TIME_WAIT entries", () => {
    const counters = { ...buildSnapshot().counters!, timeWaitOverflow: 3 };
    expect(rulesOf(judge(twMyth, { configured: [], counters })).evidence).toEqual(["time-wait-overflow"]);
  });

  it("says that one look sees no entry destroyed", () => {
    const outcome = judge(twMyth, { configured: [], counters: null });
    expect([outcome.status, rulesOf(outcome).notes]).toEqual(["pass", ["time-wait-unwatched"]]);
    const windows = { host: { ...buildSnapshot().host, os: "windows" as const }, counters: null };
    expect(rulesOf(judge(twMyth, windows)).notes).not.toContain("time-wait-unwatched");
  });

  it("is unknown where the files were not read, unless something is wrong anyway", () => {
    expect(judge(twMyth, {}).status).toBe("unknown");
    expect(judge(twMyth, { namespaces: settings({ tcpMaxTwBuckets: 5_000 }) }).status).toBe("warn");
  });
});
