import { describe, expect, it } from "vitest";
import { buildGap, buildListener, buildNamespace, buildSnapshot } from "../../../testing/build-snapshot.ts";
import { judge, minutely, rulesOf } from "../../../testing/judge.ts";
import type { Listener } from "../../host/snapshot.ts";
import { listenInRange } from "./listen-in-range.ts";

const listening = (...listeners: Partial<Listener>[]) => ({ namespaces: [buildNamespace({ listeners: listeners.map(buildListener) })] });
const forMinutes = (minutes: number, ...listeners: Partial<Listener>[]) =>
  judge(
    listenInRange,
    listening(...listeners),
    minutely(minutes, () => listening(...listeners)),
  );

describe("listen-in-range", () => {
  it.each<[string, Partial<Listener>, string]>([
    ["a service beyond loopback on an unreserved port", {}, "warn"],
    ["a reserved port", { isReserved: true }, "pass"],
    ["127.0.0.1", { address: "127.0.0.1" }, "pass"],
    ["127.0.0.53", { address: "127.0.0.53" }, "pass"],
    ["::1", { address: "::1" }, "pass"],
    ["the IPv6 wildcard", { address: "::" }, "warn"],
    ["a known service's own port", { port: 32_803 }, "fail"],
    ["a UDP socket, which may be a client's", { protocol: "udp" }, "pass"],
    ["a known UDP service's own port", { protocol: "udp", port: 32_769 }, "fail"],
    ["a UDP socket on a known TCP service's port", { protocol: "udp", port: 32_803 }, "pass"],
  ])("judges %s, there for ten minutes", (_, listener, status) => {
    expect(forMinutes(10, listener).status).toBe(status);
  });

  it("names address, port, process and service", () => {
    expect(forMinutes(12, { address: "::", port: 32_803, process: "lockd" })).toMatchObject({
      evidence: [{ subject: "[::]:32803", rule: "listener-known-service", figures: { service: "NFS lock manager", process: "lockd" } }],
    });
  });

  it("counts one port once, however many addresses it listens on", () => {
    expect(rulesOf(forMinutes(10, {}, { address: "::" }, { address: "127.0.0.1" })).evidence).toEqual(["listener-in-range"]);
  });

  it("notes UDP sockets once for each namespace", () => {
    const udp = [50_000, 50_001, 50_002].map((port) => ({ protocol: "udp", port }) as const);
    expect(judge(listenInRange, listening(...udp))).toMatchObject({
      status: "pass",
      notes: [{ rule: "listener-udp", subject: "0.0.0.0:50000", figures: { others: 2 } }],
    });
  });

  it("only notes a listener that came within the last ten minutes", () => {
    const earlier = minutely(30, (ago) => (ago > 9 ? listening() : listening({})));
    const outcome = judge(listenInRange, listening({}), earlier);
    expect(outcome.status).toBe("pass");
    expect(rulesOf(outcome).notes).toEqual(["listener-young"]);
  });

  it("starts anew when the listener was gone in between", () => {
    const earlier = minutely(30, (ago) => (ago === 4 ? listening() : listening({})));
    expect(judge(listenInRange, listening({}), earlier).status).toBe("pass");
  });

  it("is unknown while history is too short to tell a service from a passing one", () => {
    expect(forMinutes(9, {})).toMatchObject({
      status: "unknown",
      causes: [{ kind: "needs", what: "ten-minutes" }],
      notes: [{ rule: "listener-young" }],
    });
    expect(judge(listenInRange, listening()).status).toBe("pass");
  });

  it("is unknown where the reserved ports could not be read", () => {
    const outcome = judge(listenInRange, { namespaces: [buildNamespace({ reserved: null })], gaps: [buildGap({ part: "reservedPorts" })] });
    expect(outcome).toMatchObject({ status: "unknown", causes: [{ part: "reservedPorts", reason: "denied" }] });
  });

  it("finds Windows' own RPC in its place, and other listeners there out of it", () => {
    const range = { low: 49_152, high: 65_535 };
    const host = { ...buildSnapshot().host, os: "windows" as const };
    const on = (port: number, process: string | null) => {
      const said = { host, namespaces: [buildNamespace({ range, listeners: [buildListener({ port, process })] })] };
      return judge(
        listenInRange,
        said,
        minutely(15, () => said),
      );
    };
    expect(rulesOf(on(49_668, null))).toEqual({ evidence: [], notes: ["listener-by-design"] });
    expect(rulesOf(on(57_621, "svchost.exe"))).toEqual({ evidence: [], notes: ["listener-by-design"] });
    expect(rulesOf(on(57_621, "Spotify.exe")).evidence).toEqual(["listener-in-range"]);
    expect(rulesOf(on(49_668, "Spotify.exe")).evidence).toEqual(["listener-in-range"]);
  });
});
