import { describe, expect, it } from "vitest";
import {
  buildGap,
  buildListener,
  buildNamespace,
  buildSettings,
  buildSnapshot,
  buildTcpStates,
  buildTuple,
} from "../../testing/build-snapshot.ts";
import { CAUSES, type Cause, type Diagnosis, type Rival } from "../diagnosis/cause.ts";
import type { NamespaceSnapshot, Snapshot, Tuple } from "../host/snapshot.ts";
import { ALL_REMEDIES } from "./all-remedies.ts";
import { rankRemedies } from "./rank-remedies.ts";
import { REMEDY_IDS, REMEDY_STEPS } from "./remedy.ts";
import type { RemedyFacts } from "./remedy-context.ts";

const because = (cause: Cause): Diagnosis => ({ cause, evidence: [], rivals: [] });

/** 214 live connections and 25,906 in TIME_WAIT to one internal destination, at 438 closes per second. */
function busy(said: Partial<Tuple> = {}, more: Partial<Snapshot> = {}): Snapshot {
  const tuple = buildTuple({ used: 26_120, established: 214, timeWait: 25_906, closesPerSecond: [438, 438, 438, 438, 438, 438], ...said });
  const tcpStates = { v4: buildTcpStates({ established: 214, timeWait: 25_906 }), v6: buildTcpStates() };
  return buildSnapshot({
    kubernetes: null,
    namespaces: [buildNamespace({ tuples: [tuple], tcpStates, tcpPortsInRange: 26_120 })],
    ...more,
  });
}

const rank = (snapshot: Snapshot, cause: Cause, facts: Partial<RemedyFacts> = {}) => rankRemedies({ snapshot, ...facts }, because(cause));
const listed = (...args: Parameters<typeof rank>) => rank(...args).map(({ id, standing }) => `${standing} ${id}`);

describe("all remedies", () => {
  it("are the closed list, in the order of the guard rails", () => {
    expect(ALL_REMEDIES.map(({ id }) => id)).toEqual([...REMEDY_IDS]);
    const steps = ALL_REMEDIES.map(({ step }) => REMEDY_STEPS.indexOf(step));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
});

describe("ranking remedies", () => {
  it("puts reuse first, then range, tcp_tw_reuse and addresses, each with its effect", () => {
    const ranked = rank(busy(), "short-connections-one-destination", { listeners: [] });
    expect(ranked.map(({ id, standing }) => `${standing} ${id}`)).toEqual([
      "recommended reuse-connections",
      "recommended widen-range",
      "recommended tw-reuse",
      "recommended more-sources",
      "possible more-destinations",
    ]);
    expect(ranked.map(({ effect }) => [effect?.before.verdict, effect?.after.verdict, effect?.after.settles.best])).toEqual([
      ["unsafe", "safe", 1_325],
      ["unsafe", "safe", 26_494],
      ["unsafe", "safe", 652],
      ["unsafe", "safe", 26_494],
      ["unsafe", "safe", 26_494],
    ]);
  });

  it("reserves with the wider range what would collide with it, and writes the list first", () => {
    const listeners = [buildListener({ port: 15_672 }), buildListener({ port: 25_672 })];
    const widen = rank(busy(), "short-connections-one-destination", { listeners }).find(({ id }) => id === "widen-range")!;
    expect(widen.standing).toBe("recommended");
    expect(widen.collisions).toEqual([]);
    expect(widen.settings).toEqual([
      { kind: "sysctl", key: "net.ipv4.ip_local_reserved_ports", value: "15672,25672", present: "" },
      { kind: "sysctl", key: "net.ipv4.ip_local_port_range", value: "15000 64999", present: "32768 60999" },
    ]);
  });

  it("does not widen over a stateless firewall, and does not know listeners it was not told of", () => {
    const firewall = [
      {
        family: 4 as const,
        source: "iptables" as const,
        returnTraffic: {
          verdict: "stateless" as const,
          accepted: [{ low: 32_768, high: 61_000 }],
          dropped: [],
          decidedBy: null,
          policy: "drop" as const,
        },
        openToWorld: [],
        egressDenied: [],
        isUntracked: false,
        masquerade: null,
      },
    ];
    const snapshot = busy();
    expect(listed(snapshot, "range-size")).toContain("possible widen-range");
    const guarded = { ...snapshot, namespaces: snapshot.namespaces.map((each) => ({ ...each, firewall })) };
    expect(listed(guarded, "range-size", { listeners: [] }).at(-1)).toBe("refused widen-range");
  });

  it("begins above the services where nothing can be reserved", () => {
    const windows = busy({}, { host: { ...buildSnapshot().host, os: "windows", kernel: "10.0.20348" } });
    const listeners = [buildListener({ port: 20_100 }), buildListener({ port: 5_985 })];
    const widen = rank(windows, "range-size", { listeners }).find(({ id }) => id === "widen-range")!;
    expect([widen.standing, widen.collisions]).toEqual(["recommended", []]);
    expect(widen.changes).toEqual([{ kind: "set-range", range: { low: 20_101, high: 65_535 } }]);
  });

  it.each([
    ["without timestamps", { settings: buildSettings({ tcpTimestamps: 0 }) }, "timestamps-on"],
    ["where it is set already", { settings: buildSettings({ tcpTwReuse: 1 }) }, "not-set-already"],
    [
      "where programs bind first",
      {
        pools: [
          {
            source: "10.0.3.17",
            capacity: 28_232,
            used: 9,
            boundInactive: 9,
            headroom: { unlimited: false as const, low: 1, high: 1, best: 1 },
          },
        ],
      },
      "binds-not-first",
    ],
  ] as const)("refuses tcp_tw_reuse %s", (_, said, id) => {
    const snapshot = busy();
    const changed = {
      ...snapshot,
      namespaces: snapshot.namespaces.map((each) => ({ ...each, ...said, pools: [...("pools" in said ? said.pools : [])] })),
    };
    const reuse = rank(changed, "short-connections-one-destination").find((each) => each.id === "tw-reuse")!;
    expect(reuse.standing).toBe("refused");
    expect(reuse.conditions.find(({ state }) => state === "unmet")?.id).toBe(id);
  });

  it("only thinks tcp_tw_reuse possible towards an address that a NAT may hide", () => {
    expect(listed(busy({ destination: { address: "203.0.113.9", port: 443 } }), "short-connections-one-destination")).toContain(
      "possible tw-reuse",
    );
  });

  it("tells no one to tune the kernel against a leak", () => {
    for (const cause of ["leak-close-wait", "leak-bound", "leak-established", "udp-leak"] as const) {
      const ranked = rank(busy(), cause);
      expect(ranked).toHaveLength(1);
      expect(ranked[0]!.settings).toEqual([]);
    }
  });

  it("names who leaks, by what is leaked", () => {
    const process = { pid: 1, unit: "search.service", established: 4, other: 0, oldestCloseWaitMs: null };
    const snapshot = busy();
    const processes = [
      { ...process, name: "nginx", closeWait: 2, boundInactive: 40 },
      { ...process, name: "searchd", closeWait: 900 },
    ];
    const leaking = { ...snapshot, namespaces: snapshot.namespaces.map((each) => ({ ...each, processes })) };
    const who = (cause: Cause) => rank(leaking, cause)[0]!.conditions.find(({ id }) => id === "process-known")?.figures.process;
    expect([who("leak-close-wait"), who("leak-bound")]).toEqual(["searchd", "nginx"]);
  });

  it("says truthfully why nobody can be named", () => {
    const why = (patch: Partial<Snapshot>, attributed: NamespaceSnapshot["attributed"]) => {
      const snapshot = busy();
      const namespaces = snapshot.namespaces.map((each) => ({ ...each, processes: [], attributed }));
      const asked = { ...snapshot, namespaces, ...patch };
      return rank(asked, "leak-close-wait")[0]!.conditions.find(({ id }) => id === "process-known")?.figures.why;
    };
    const replay = { unknownFiles: [], unusedFiles: [] };
    const whole = { sockets: 12, known: 12 };
    expect(why({}, whole)).toBe("none-open");
    expect(why({ gaps: [buildGap({ part: "processes", reason: "denied" })] }, { sockets: 12, known: 3 })).toBe("denied");
    expect(why({ gaps: [buildGap({ part: "processes", reason: "timeout" })] }, { sockets: 12, known: 3 })).toBe("not-yet");
    expect(why({ gaps: [buildGap({ part: "processes", reason: "denied", namespaceId: "1" })] }, whole)).toBe("none-open");
    expect(why({}, undefined)).toBe("unread");
    expect(why({ replay }, undefined)).toBe("replay-linux");
    expect(why({ replay, host: { ...busy().host, os: "darwin" } }, undefined)).toBe("replay-darwin");
    expect(why({ replay }, whole)).toBe("none-open");
  });

  it("says nothing where ports are not the trouble", () => {
    expect(rank(busy(), "not-port-exhaustion")).toEqual([]);
  });

  it("recommends nothing where the cause is not known, and offers capacity where ports are short", () => {
    const standings = rank(busy(), "unknown", { listeners: [] });
    expect(standings[0]).toMatchObject({ id: "reuse-connections", standing: "possible" });
    expect(standings.filter(({ standing }) => standing === "recommended")).toEqual([]);
    expect(listed(busy(), "unknown", { listeners: [] })).toContain("possible widen-range");
  });

  it("offers nothing for an unknown cause below the line of the policy, in tuples and pools", () => {
    const at = (ratio: number) => busy({ capacity: 10_000, used: ratio * 10_000, timeWait: 1_000 });
    expect(rank(at(0.6), "unknown")).toEqual([]);
    expect(rank(at(0.601), "unknown")).not.toEqual([]);
    const quiet = at(0.1);
    const pool = { source: "10.0.3.17", boundInactive: null, headroom: { unlimited: false, low: 1, high: 1, best: 1 } } as const;
    const pooled = quiet.namespaces.map((each) => ({ ...each, pools: [{ ...pool, capacity: 10_000, used: 6_001 }] }));
    expect(rank({ ...quiet, namespaces: pooled }, "unknown")).not.toEqual([]);
  });

  it.each(["listener-in-range", "snat-outside-host"] as const)("widens nothing while %s may be the cause", (cause) => {
    const withRival = (standing: Rival["standing"]) =>
      rankRemedies({ snapshot: busy(), listeners: [] }, { ...because("unknown"), rivals: [{ cause, standing, evidence: [] }] }).map(
        ({ id }) => id,
      );
    expect(withRival("possible")).not.toContain("widen-range");
    expect(withRival("possible")).toContain("reuse-connections");
    expect(withRival("excluded")).toContain("widen-range");
  });

  it("widens the range for no cause that more ports do not help", () => {
    const widened = CAUSES.filter((cause) => listed(busy(), cause, { listeners: [] }).some((line) => line.endsWith(" widen-range")));
    expect(widened.toSorted()).toEqual(
      [
        "bind-before-connect",
        "benchmark-one-destination",
        "kernel-port-search",
        "long-lived-connections",
        "range-size",
        "short-connections-one-destination",
        "unknown",
      ].toSorted(),
    );
  });

  it("reserves the ports of services, NodePorts among them, and merges the list", () => {
    const namespaces = [
      buildNamespace({
        reserved: [{ low: 50_000, high: 50_000 }],
        listeners: [buildListener({ port: 50_051 })],
        range: { low: 30_000, high: 60_999 },
      }),
    ];
    const kubernetes = { hasKubelet: true, hasKubeProxy: true, nodePortRange: { low: 30_000, high: 32_767 }, nodePorts: null };
    const [reserve] = rank(buildSnapshot({ namespaces, kubernetes }), "listener-in-range");
    expect(reserve).toMatchObject({ id: "reserve-ports", settings: [{ value: "30000-32767,50000,50051", present: "50000" }] });
  });

  it("takes a bounded time", () => {
    const snapshot = busy();
    const startMs = Date.now();
    for (let round = 0; round < 100; round++) rank(snapshot, "short-connections-one-destination");
    expect((Date.now() - startMs) / 100).toBeLessThan(5);
  });
});
