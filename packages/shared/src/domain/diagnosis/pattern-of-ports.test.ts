import { describe, expect, it } from "vitest";
import { buildHost, buildLog, buildProcess, buildWindows } from "../../testing/build-host.ts";
import { buildPool, buildTuple, buildUdp } from "../../testing/build-snapshot.ts";
import { factsOf } from "../../testing/judge.ts";
import { runChecklist } from "../checklist/run-checklist.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { diagnose } from "./diagnose.ts";

const on = (snapshot: Snapshot) => {
  const facts = factsOf(snapshot);
  return diagnose(facts, runChecklist(facts)).cause;
};
/** As files show it that tell no owner of a port: what is blocked, or may be reused, is a guess. */
const guessed = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  namespaces: snapshot.namespaces.map((namespace) => ({
    ...namespace,
    tuples: namespace.tuples.map((tuple) => ({
      ...tuple,
      headroom: { unlimited: false, low: 0, best: tuple.capacity - tuple.used, high: tuple.capacity },
    })),
  })),
});
const unseen = (used: number) => ({ pools: [buildPool({ used, boundInactive: null })] });

describe("ports whose owner only their pattern tells", () => {
  it("half of a tuple's TIME_WAIT taken for bound while it may be reused: no cause", () => {
    const tuple = buildTuple({ used: 13_947, timeWait: 27_000, reusableTimeWait: 27_000, established: 0 });
    expect(on(guessed(buildHost("linux", { namespace: unseen(27_000), tuples: [tuple] })))).toBe("unknown");
  });

  it("a busy proxy to many destinations, with ports to spare: no cause", () => {
    const tuples = Array.from({ length: 20 }, (_, index) =>
      buildTuple({ used: 10_030, blocked: 10_029, destination: { address: `198.51.100.${index}`, port: 443 } }),
    );
    expect(on(guessed(buildHost("linux", { namespace: unseen(20_000), tuples })))).toBe("unknown");
  });

  it("a full pool over many destinations, of which none is full: bound before they connect", () => {
    const tuples = Array.from({ length: 20 }, (_, index) =>
      buildTuple({ used: 14_189, blocked: 14_060, destination: { address: `198.51.100.${index}`, port: 443 } }),
    );
    expect(on(guessed(buildHost("linux", { namespace: unseen(28_222), tuples })))).toBe("bind-before-connect");
  });

  it("half of a tuple's ports live: connect() searches, whoever chose them", () => {
    expect(on(guessed(buildHost("linux", { namespace: unseen(14_116), tuples: [buildTuple({ used: 14_116 })] })))).toBe(
      "kernel-port-search",
    );
  });
});

describe("connections that are half open or half closed", () => {
  it.each(["synSent", "finWait"] as const)("%s: they do not stay", (state) => {
    const tuple = buildTuple({ used: 28_200, established: 0, [state]: 28_200, destination: { address: "10.0.3.20", port: 8_080 } });
    expect(on(buildHost("linux", { tuples: [tuple] }))).toBe("unknown");
  });
});

describe("a line about a bind", () => {
  it("of a service to every address with its port: a listener, no client", () => {
    const quote = "Failed to start listener tcp:internal on 0.0.0.0:41883: eaddrinuse";
    expect(on(buildHost("linux", { logs: [buildLog("bind-address-in-use", { port: 41_883, process: "emqx", quote })] }))).toBe(
      "listener-in-range",
    );
  });

  it("of a resolver over UDP beside full UDP ports: the leak of these", () => {
    const logs = [buildLog("bind-address-in-use", { process: "app", quote: "dial udp 1.1.1.1:53: bind: address already in use" })];
    const processes = [buildProcess("app", { udpPortsInRange: 28_000 })];
    expect(on(buildHost("linux", { namespace: { udp: buildUdp(28_222) }, processes, logs }))).toBe("udp-leak");
  });
});

describe("ports bound on Windows", () => {
  const bound = (ports: number) => Array.from({ length: 30 }, (_, index) => ({ pid: 1_000 + index, process: null, ports, handles: null }));
  const on30 = (ports: number) =>
    on(buildHost("windows", { namespace: { tcpPortsInRange: 30 * ports }, windows: buildWindows({ bound: bound(ports) }) }));

  it("by many processes, none of which stands out: a leak of bound ports where they take most of the pool together", () => {
    expect(on30(500)).toBe("leak-bound");
    expect(on30(30)).toBe("not-port-exhaustion");
  });
});
