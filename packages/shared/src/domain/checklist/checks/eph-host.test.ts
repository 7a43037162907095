import { describe, expect, it } from "vitest";
import {
  BUILT_AT_MS,
  buildGap,
  buildListener,
  buildNamespace,
  buildPool,
  buildSnapshot,
  buildTuple,
  buildUdp,
} from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { NamespaceSnapshot, Snapshot } from "../../host/snapshot.ts";
import { ephHost } from "./eph-host.ts";

const CAPACITY = 10_000;
const host = (said: Partial<NamespaceSnapshot>, snapshot: Partial<Snapshot> = {}) =>
  judge(ephHost, { namespaces: [buildNamespace({ range: { low: 40_000, high: 49_999 }, ...said })], ...snapshot });

const bound = { boundInactive: 10 };
const pool = (used: number, said = {}) => buildPool({ capacity: CAPACITY, used, ...said });
const bindFailure = {
  atMs: BUILT_AT_MS,
  errno: 98,
  operation: "bind",
  protocol: "tcp",
  source: null,
  destination: null,
  process: null,
  count: 1,
} as const;

describe("eph-host", () => {
  it.each([
    [6_000, "pass"],
    [6_001, "warn"],
    [8_000, "warn"],
    [8_001, "fail"],
  ])("judges a bind-first pool with %i of 10,000 used, where sockets bind first, as %s", (used, status) => {
    expect(host({ pools: [pool(used, bound)] }).status).toBe(status);
  });

  it.each([
    [6_000, "pass"],
    [6_001, "warn"],
    [8_001, "fail"],
  ])("judges UDP with %i of 10,000 ports used as %s, whoever binds: UDP never shares a port", (used, status) => {
    const outcome = host({ udp: buildUdp(used, CAPACITY) });
    expect(outcome.status).toBe(status);
    expect(rulesOf(outcome).evidence).toEqual(status === "pass" ? [] : ["udp-use"]);
  });

  it("takes UDP by the fuller family", () => {
    const udp = {
      ...buildUdp(0, CAPACITY),
      autobind: { v4: buildUdp(100, CAPACITY).autobind.v4, v6: buildUdp(9_000, CAPACITY).autobind.v6 },
    };
    expect(host({ udp })).toMatchObject({ status: "fail", evidence: [{ subject: "IPv6", observed: 0.9 }] });
  });

  it("warns instead of failing where nothing binds first and no tuple is over its line", () => {
    const outcome = host({ tcpPortsInRange: 9_000, pools: [pool(9_000)], tuples: [buildTuple({ capacity: CAPACITY, used: 6_000 })] });
    expect(outcome.status).toBe("warn");
    expect(rulesOf(outcome).evidence).toEqual(["pool-use-spread", "host-use-spread"]);
    expect(outcome).toMatchObject({ evidence: [{ limit: 0.6 }, { limit: 0.6 }] });
  });

  it.each<[string, Partial<NamespaceSnapshot>, Partial<Snapshot>]>([
    ["a tuple is over its line", { tuples: [buildTuple({ capacity: CAPACITY, used: 6_001 })] }, {}],
    ["a tuple that was left out is over its line", { otherTuples: { count: 1, entries: 9, worstUsedRatio: 0.61, coverage: 0.9 } }, {}],
    ["bound sockets cannot be seen", { pools: [pool(0, { boundInactive: null })] }, {}],
    ["sockets are bound and idle", { pools: [pool(0, bound)] }, {}],
    [
      "more ports are blocked than listeners account for",
      { tuples: [buildTuple({ capacity: CAPACITY, used: 40, blocked: 2 })], listeners: [buildListener()] },
      {},
    ],
    ["a bind was seen to fail", {}, { failures: [bindFailure] }],
    ["a UDP autobind was seen to fail", {}, { failures: [{ ...bindFailure, errno: 11, operation: "connect", protocol: "udp" }] }],
  ])("keeps the fail where %s", (_, said, snapshot) => {
    expect(host({ tcpPortsInRange: 9_000, ...said }, snapshot).status).toBe("fail");
  });

  it("does not take a failed TCP connect() for a failed bind", () => {
    const failures = [{ ...bindFailure, errno: 99, operation: "connect" as const }];
    expect(host({ tcpPortsInRange: 9_000 }, { failures }).status).toBe("warn");
  });

  it("leaves out pools that nothing limits", () => {
    const headroom = { unlimited: true, low: CAPACITY, high: null, best: null } as const;
    expect(host({ pools: [pool(9_999, { ...bound, headroom })] }).status).toBe("pass");
  });

  it("is unknown, not a pass, where UDP could not be read, and a TCP finding still stands", () => {
    const gaps = [buildGap({ part: "udp" })];
    expect(host({ udp: null }, { gaps })).toMatchObject({ status: "unknown", causes: [{ part: "udp", reason: "denied" }] });
    const found = host({ udp: null, pools: [pool(9_000, bound)] }, { gaps });
    expect(found.status).toBe("fail");
    expect(rulesOf(found).notes).toContain("namespace-unread");
  });

  it("fails where the ports of the host run out and none is shared, though no tuple is over its line", () => {
    const spread = { namespaces: [buildNamespace({ range: { low: 49_152, high: 65_535 }, tcpPortsInRange: 14_000 })] };
    const on = (os: "windows" | "linux") => judge(ephHost, { ...spread, host: { ...buildSnapshot().host, os } });
    expect(on("windows")).toMatchObject({ status: "fail", evidence: [{ rule: "host-use", observed: 14_000 / 16_384 }] });
    expect(on("linux")).toMatchObject({ status: "warn", evidence: [{ rule: "host-use-spread" }] });
  });
});
