import { execFileSync, spawnSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { machinePorts } from "../adapters/collector-ports.ts";
import { KernelHost, kernelTestsNeed } from "../testing/kernel-host.ts";
import { createCollector } from "./create-collector.ts";
import { NamespaceReader } from "./linux/read-namespace.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const missing = kernelTestsNeed();
const ownNamespace = () => readlinkSync("/proc/thread-self/ns/net");

/** Asserts that nothing is missing: the suite is skipped where it is. */
const ports = missing === null ? machinePorts({}) : null!;
const snapshotOf = () => createCollector({ agentVersion: "0", labels: {}, ports }).snapshot();
const named = ({ namespaces }: Snapshot, name: string) => namespaces.find((namespace) => namespace.name === name)!;

describe("the collector against the kernel", () => {
  let host: KernelHost;

  beforeAll(() => {
    if (missing === null) host = new KernelHost("sense");
  });
  afterAll(() => host?.close());

  test("every namespace is found and read from inside, the agent's own first", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    await host.say({ do: "sysctl", name: "net.ipv4.ip_local_port_range", value: "40000 40099" });
    await host.say({ do: "sysctl", name: "net.ipv4.ip_local_reserved_ports", value: "40010-40019" });
    const before = ownNamespace();
    const snapshot = snapshotOf();
    expect(`net:[${snapshot.namespaces[0]!.id}]`).toBe(before);
    expect(named(snapshot, host.name)).toMatchObject({
      kind: "named",
      source: "netlink",
      range: { low: 40_000, high: 40_099 },
      reserved: [{ low: 40_010, high: 40_019 }],
      capacity: 90,
    });
    expect(new Set(snapshot.namespaces.map(({ id }) => id)).size).toBe(snapshot.namespaces.length);
    expect(ownNamespace()).toBe(before);
  });

  test("sockets that are bound and idle are seen", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    await host.say({
      do: "open",
      set: "idle",
      count: 60,
      recipe: { protocol: "tcp", family: 4, bind: { address: "127.0.0.1", port: 0 } },
    });
    const { tcpStates, pools } = named(snapshotOf(), host.name);
    expect(tcpStates!.v4.close).toBe(60);
    expect(pools.find(({ source }) => source === "127.0.0.1")).toMatchObject({ boundInactive: 60, used: 60 });
    await host.say({ do: "end", set: "idle", how: "close" });
  });

  test("netlink and /proc agree on a quiet namespace, and /proc's bound holds what it cannot see", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const local = { address: "127.0.0.1", port: 9000 };
    await host.say({ do: "open", set: "door", count: 1, recipe: { protocol: "tcp", family: 4, bind: local, listen: true } });
    await host.say({ do: "open", set: "out", count: 12, recipe: { protocol: "tcp", family: 4, connect: local } });
    await host.say({ do: "accept", listeners: "door", set: "in" });
    await host.say({ do: "open", set: "udp", count: 5, recipe: { protocol: "udp", family: 6, bind: { address: "::1", port: 0 } } });
    await host.say({ do: "open", set: "idle", count: 7, recipe: { protocol: "tcp", family: 6, bind: { address: "::1", port: 0 } } });
    const reader = new NamespaceReader(ports, true);
    const access = { id: "1", kind: "named", name: host.name, folder: "/proc/thread-self/net", isInside: true } as const;
    const readBy = (openNetlink: typeof ports.openSockDiag) =>
      ports.enterNamespace!(`/run/netns/${host.name}`, () => {
        const { tcp, udp, hiddenSocketsMax, source } = reader.read({ ...access, openNetlink });
        const { v4, v6 } = tcp!.stateCounts;
        return { source, v4: [...v4], v6: [...v6.with(7, 0)], idle: v6[7], udp: udp!.seen, hiddenSocketsMax };
      });
    const netlink = readBy(ports.openSockDiag);
    const proc = readBy(null);
    expect(netlink).toMatchObject({ source: "netlink", idle: 7, udp: 5, hiddenSocketsMax: 0 });
    expect(proc).toMatchObject({ source: "proc", idle: 0, udp: 5, v4: netlink.v4, v6: netlink.v6 });
    expect(proc.hiddenSocketsMax).toBeGreaterThanOrEqual(7);
    for (const set of ["out", "in", "door", "udp", "idle"]) await host.say({ do: "end", set, how: "close" });
  });

  test("a namespace that vanishes before it is entered is a gap, and the rest stands", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const name = `${host.name}-gone`;
    execFileSync("ip", ["netns", "add", name]);
    const enterNamespace: NonNullable<typeof ports.enterNamespace> = (path, work) => {
      if (path.endsWith(name)) execFileSync("ip", ["netns", "del", name]);
      return ports.enterNamespace!(path, work);
    };
    const snapshot = createCollector({ agentVersion: "0", labels: {}, ports: { ...ports, enterNamespace } }).snapshot();
    expect(snapshot.gaps).toContainEqual(expect.objectContaining({ part: "namespaces", reason: "absent" }));
    expect(named(snapshot, name)).toBeUndefined();
    expect(named(snapshot, host.name)).toBeDefined();
  });

  test("whatever fails inside, the thread comes back", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const before = ownNamespace();
    const fail = () => {
      expect(ownNamespace()).not.toBe(before);
      throw new Error("inside");
    };
    expect(() => ports.enterNamespace!(`/run/netns/${host.name}`, fail)).toThrow("inside");
    expect(ownNamespace()).toBe(before);
  });

  test("without privileges the own namespace is read, and others are denied", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    // Root without a single capability: another user might not be let into the checkout.
    const dropAll = ["--bounding-set", "-all", "--inh-caps", "-all"];
    const run = spawnSync("setpriv", [...dropAll, process.execPath, MAIN, "snapshot"], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    const snapshot: Snapshot = JSON.parse(run.stdout);
    expect(snapshot.namespaces[0]).toMatchObject({ source: "netlink", range: expect.anything() });
    expect(named(snapshot, host.name)).toBeUndefined();
    expect(snapshot.gaps).toContainEqual(expect.objectContaining({ part: "namespaces", reason: "denied" }));
  });
});
