import { describe, expect, it } from "vitest";
import { BUILT_AT_MS, buildGap, buildNamespace, buildSnapshot, buildTcpStates } from "../../../testing/build-snapshot.ts";
import { factsOf, judge, rulesOf } from "../../../testing/judge.ts";
import { buildFailure, buildLog } from "../../../testing/spoken-rules/exhaustion-evidence.ts";
import type { LogSignature } from "../../host/evidence.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { settle } from "../hysteresis.ts";
import { runChecklist } from "../run-checklist.ts";
import { exhEvidence } from "./exh-evidence.ts";

const MINUTE_MS = 60_000;
const ago = (minutes: number) => BUILT_AT_MS - minutes * MINUTE_MS;
const outcomeOf = (said: Partial<Snapshot>) => judge(exhEvidence, said);
const statusOf = (said: Partial<Snapshot>) => outcomeOf(said).status;

describe("a failure that was seen to happen", () => {
  it.each([
    [15, "fail"],
    [16, "warn"],
    [24 * 60, "warn"],
    [24 * 60 + 1, "pass"],
  ] as const)("of %i minutes ago: %s", (minutes, status) => {
    expect(statusOf({ isTraced: true, failures: [buildFailure({ atMs: ago(minutes) })] })).toBe(status);
  });

  it.each([
    [buildFailure(), "failed-connect"],
    [buildFailure({ errno: 98, operation: "bind", destination: null }), "failed-bind"],
    [buildFailure({ errno: 11, protocol: "udp", destination: null }), "failed-udp-connect"],
  ])("names which pool ran out", (failure, rule) => {
    expect(rulesOf(outcomeOf({ failures: [failure] })).evidence).toEqual([rule]);
  });

  it("names process, destination, count and namespace", () => {
    const namespaces = [buildNamespace(), buildNamespace({ id: "7", kind: "pod", name: "shop" })];
    const outcome = outcomeOf({ namespaces, failures: [buildFailure({ namespaceId: "7" })] });
    expect(outcome).toMatchObject({
      evidence: [
        {
          subject: "10.4.7.21:6379",
          namespaceId: "7",
          observed: 5,
          figures: { process: "checkout", errno: 99, minutesAgo: 3, namespace: "shop" },
        },
      ],
    });
  });
});

describe("a log", () => {
  it.each<[LogSignature, string]>([
    ["connect-address-unavailable", "fail"],
    ["haproxy-no-free-ports", "fail"],
    ["windows-4231", "fail"],
    ["windows-4266", "fail"],
    ["windows-4227", "warn"],
    ["connect-address-in-use", "warn"],
    ["udp-again", "warn"],
    ["no-buffer-space", "warn"],
    ["bind-address-in-use", "pass"],
    ["file-descriptors", "pass"],
    ["conntrack-full", "pass"],
  ])("%s within 15 minutes: %s", (signature, status) => {
    expect(statusOf({ logs: [buildLog(signature)] })).toBe(status);
    expect(statusOf({ logs: [buildLog(signature, { lastMs: ago(25 * 60) })] })).toBe("pass");
  });

  it("warns of what is older than 15 minutes, or says no time", () => {
    expect(statusOf({ logs: [buildLog("windows-4231", { lastMs: ago(16) })] })).toBe("warn");
    expect(statusOf({ logs: [buildLog("windows-4231", { firstMs: null, lastMs: null })] })).toBe("warn");
  });

  it("takes a service that was refused its own port for a matter of listeners", () => {
    const outcome = outcomeOf({ isTraced: true, logs: [buildLog("bind-address-in-use", { port: 8080 })] });
    expect(outcome.status).toBe("pass");
    expect(rulesOf(outcome).notes).toEqual(["logged-listener-refused"]);
  });

  it("takes an IPv6 address on a host without IPv6 for a missing family, not for a missing port", () => {
    const logs = [buildLog("connect-address-unavailable", { destination: "[::1]:8080" })];
    expect(rulesOf(outcomeOf({ isTraced: true, logs })).notes).toEqual(["logged-address-family"]);
    const tcpStates = { v4: buildTcpStates(), v6: buildTcpStates({ timeWait: 1 }) };
    expect(statusOf({ logs, namespaces: [buildNamespace({ tcpStates })] })).toBe("fail");
    expect(statusOf({ logs, namespaces: [buildNamespace({ tcpStates: null })] })).toBe("fail");
  });
});

describe("what was not looked at", () => {
  it("is unknown where neither calls nor logs were", () => {
    const gaps = [buildGap({ part: "failures", reason: "denied" }), buildGap({ part: "logs", reason: "absent" })];
    expect(outcomeOf({ gaps })).toMatchObject({
      status: "unknown",
      causes: [
        { part: "failures", reason: "denied" },
        { part: "logs", reason: "absent" },
      ],
    });
  });

  it("passes by either of them, and says so where it was logs alone", () => {
    expect(rulesOf(outcomeOf({ isTraced: true })).notes).toEqual([]);
    expect(outcomeOf({ isTraced: true }).status).toBe("pass");
    expect(outcomeOf({ logs: [] }).status).toBe("pass");
    expect(rulesOf(outcomeOf({ logs: [] })).notes).toEqual(["evidence-logs-only"]);
  });

  it("does not pass by a log of which only some was read", () => {
    const gaps = [buildGap({ part: "logs", reason: "truncated" })];
    expect(outcomeOf({ logs: [], gaps }).status).toBe("unknown");
    expect(outcomeOf({ logs: [], gaps, isTraced: true }).status).toBe("pass");
    expect(outcomeOf({ logs: [buildLog("windows-4231")], gaps }).status).toBe("fail");
  });
});

it("a seen failure needs no second look; that it is over does", () => {
  const look = (said: Partial<Snapshot>) => runChecklist(factsOf(buildSnapshot({ isTraced: true, ...said })), [exhEvidence]);
  const failing = look({ failures: [buildFailure()] });
  const calm = settle(null, look({}), 1);
  const failed = settle(calm, failing, 2);
  expect([calm, failed].map(({ checks }) => checks[0]!.status)).toEqual(["pass", "fail"]);
  expect(failed.checks[0]!.outcome).toMatchObject({ evidence: [{ rule: "failed-connect" }] });
  const once = settle(failed, look({}), 3);
  expect([once, settle(once, look({}), 4)].map(({ checks }) => checks[0]!.status)).toEqual(["fail", "pass"]);
});
