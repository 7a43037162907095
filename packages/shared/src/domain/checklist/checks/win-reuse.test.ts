import { describe, expect, it } from "vitest";
import { buildNamespace, buildSnapshot } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import { windowsHost } from "../../../testing/spoken-rules/windows.ts";
import { winReuse } from "./win-reuse.ts";

const RANGE = { low: 49_152, high: 65_535 };
const used = (tcpPortsInRange: number) => ({ namespaces: [buildNamespace({ range: RANGE, tcpPortsInRange })] });

describe("win-reuse", () => {
  it("warns where ports are scarce and none is shared", () => {
    expect(judge(winReuse, windowsHost({}, used(9_831)))).toMatchObject({
      status: "warn",
      evidence: [{ rule: "auto-reuse-would-help", observed: 9_831 / 16_384, limit: 0.6 }],
    });
    expect(judge(winReuse, windowsHost({}, used(9_830))).status).toBe("pass");
  });

  it("has nothing to say where a range is set, and where the system is too old for one", () => {
    expect(judge(winReuse, windowsHost({ autoReuse: { low: 40_000, high: 41_999 } }, used(16_000))).status).toBe("pass");
    const old = { host: { ...buildSnapshot().host, os: "windows" as const, kernel: "6.1.7601" } };
    expect(judge(winReuse, windowsHost({}, { ...used(16_000), ...old })).status).toBe("pass");
  });

  it("notes what is set and for how long TIME_WAIT lasts", () => {
    expect(rulesOf(judge(winReuse, windowsHost({ timedWaitSeconds: 30 }))).notes).toEqual(["auto-reuse-is", "timed-wait-is"]);
    expect(rulesOf(judge(winReuse, windowsHost({ timedWaitSeconds: null }))).notes).toEqual(["auto-reuse-is"]);
  });

  it("is unknown where the setting was not read", () => {
    expect(judge(winReuse, windowsHost({ autoReuse: null }, used(16_000))).status).toBe("unknown");
  });
});
