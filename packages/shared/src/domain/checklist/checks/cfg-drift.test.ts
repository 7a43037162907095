import { describe, expect, it } from "vitest";
import { BUILT_AT_MS, buildNamespace, buildTuple } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { ConfiguredSetting } from "../../host/configuration.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { cfgDrift } from "./cfg-drift.ts";

const setting = (said: Partial<ConfiguredSetting>): ConfiguredSetting => ({
  key: "net.ipv4.ip_local_reserved_ports",
  value: "30000-32767,8080",
  file: "/etc/sysctl.conf",
  line: 1,
  runtime: "8080,30000-32767",
  isOverridden: false,
  ...said,
});
const changed = (hoursAgo: number): Partial<Snapshot> => ({
  configured: [],
  changes: [{ atMs: BUILT_AT_MS - hoursAgo * 3_600_000, what: "kernel", before: "6.1", after: "6.12" }],
});
const short: Partial<Snapshot> = { namespaces: [buildNamespace({ tuples: [buildTuple({ capacity: 100, used: 61 })] })] };

describe("cfg-drift", () => {
  it.each<[string, Partial<ConfiguredSetting>, string]>([
    ["the same list in another order", {}, "pass"],
    ["a value that the kernel does not have", { runtime: "8080" }, "warn"],
    ["a line that a later one overrides", { runtime: "8080", isOverridden: true }, "pass"],
    ["a setting that this kernel does not know", { runtime: null }, "pass"],
  ])("judges %s", (_, said, status) => {
    expect(judge(cfgDrift, { configured: [setting(said)], changes: [] }).status).toBe(status);
  });

  it("warns of a change in the last 24 hours only where ports are short", () => {
    expect(judge(cfgDrift, { ...changed(2), ...short }).status).toBe("warn");
    expect(judge(cfgDrift, { ...changed(25), ...short }).status).toBe("pass");
    expect(rulesOf(judge(cfgDrift, changed(2)))).toEqual({ evidence: [], notes: ["drift-changed"] });
  });

  it("says where nobody was looking, and is unknown where files were not read", () => {
    expect(rulesOf(judge(cfgDrift, { configured: [] })).notes).toEqual(["drift-unwatched"]);
    expect(judge(cfgDrift, {}).status).toBe("unknown");
  });
});
