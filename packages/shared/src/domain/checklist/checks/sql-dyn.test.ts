import { describe, expect, it } from "vitest";
import { judge, rulesOf } from "../../../testing/judge.ts";
import { buildService, fixedAt } from "../../../testing/spoken-rules/services.ts";
import { windowsHost } from "../../../testing/spoken-rules/windows.ts";
import { sqlDyn } from "./sql-dyn.ts";

const sql = (said: Parameters<typeof buildService>[0], windows = {}) =>
  judge(sqlDyn, windowsHost(windows, { services: [buildService({ instance: "SQLEXPRESS", ...said })] }));

describe("sql-dyn", () => {
  it.each([
    ["one fixed port, clear of the range", fixedAt(1_433), "pass", []],
    ["a port chosen at start, not known", {}, "warn", ["sql-dynamic"]],
    ["a port chosen at start, out of the range", { port: 14_330 }, "warn", ["sql-dynamic"]],
    ["a port inside the range", { port: 52_004 }, "fail", ["sql-port-in-range"]],
    ["a fixed port inside the range", fixedAt(52_004), "fail", ["sql-port-in-range"]],
    ["a port inside the range that only this host uses", { port: 52_004, isExposed: false }, "warn", ["sql-dynamic"]],
    ["a dynamic and a fixed port at once", { ...fixedAt(1_433), isContradictory: true }, "fail", ["sql-both-ports"]],
  ] as const)("judges %s", (_, said, status, rules) => {
    const outcome = sql(said);
    expect(outcome.status).toBe(status);
    expect(rulesOf(outcome).evidence).toEqual(rules);
  });

  it("fails on a port that Windows keeps in an excluded block, wherever it lies", () => {
    const reserved = [{ low: 1_400, high: 1_499 }];
    const host = windowsHost();
    const outcome = judge(sqlDyn, {
      ...host,
      namespaces: [{ ...host.namespaces![0]!, reserved }],
      services: [buildService(fixedAt(1_433))],
    });
    expect(outcome).toMatchObject({ status: "fail", evidence: [{ figures: { standing: "excluded" } }] });
  });

  it("is at peace with a port that an administrator keeps for it", () => {
    const excluded = { tcp: [{ low: 52_004, high: 52_004, isAdministered: true }], udp: [] };
    expect(sql(fixedAt(52_004), { excluded }).status).toBe("pass");
  });

  it("does not apply where no instance was found, and is unknown where nobody looked", () => {
    expect(judge(sqlDyn, windowsHost({}, { services: [] }))).toEqual({ status: "not_applicable", why: "no-such-service" });
    expect(judge(sqlDyn, windowsHost()).status).toBe("unknown");
  });
});
