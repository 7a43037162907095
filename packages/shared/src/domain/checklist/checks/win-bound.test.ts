import { describe, expect, it } from "vitest";
import { judge, rulesOf } from "../../../testing/judge.ts";
import { windowsHost } from "../../../testing/spoken-rules/windows.ts";
import { winBound } from "./win-bound.ts";

const bound = (...ports: number[]) =>
  windowsHost({ bound: ports.map((each, index) => ({ pid: 100 + index, process: `p${index}.exe`, ports: each, handles: null })) });

describe("win-bound", () => {
  it.each([
    [[1_000], "pass", []],
    [[1_001], "warn", ["bound-process"]],
    [[900, 900], "pass", []],
    [[8_193], "fail", ["bound-pool-share", "bound-process"]],
    [[8_192], "warn", ["bound-process"]],
  ] as const)("judges %j ports bound by processes as %s", (ports, status, rules) => {
    const outcome = judge(winBound, bound(...ports));
    expect(outcome.status).toBe(status);
    expect(rulesOf(outcome).evidence).toEqual(rules);
  });

  it("names the process that holds most", () => {
    expect(judge(winBound, bound(7))).toMatchObject({ notes: [{ subject: "p0.exe", observed: 7, figures: { pid: "100" } }] });
    expect(judge(winBound, bound())).toMatchObject({ status: "pass", notes: [] });
  });

  it("is unknown where such sockets were not asked for", () => {
    expect(judge(winBound, windowsHost({ bound: null }))).toMatchObject({ status: "unknown", causes: [{ part: "boundInactive" }] });
  });
});
