import { spawnSync } from "node:child_process";
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SnapshotWire } from "@berth/shared/contract/snapshot.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { machinePorts } from "../../adapters/collector-ports.ts";
import { KernelHost, kernelTestsNeed } from "../../testing/kernel-host.ts";
import { createCollector } from "../create-collector.ts";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const missing = kernelTestsNeed();
const SERVER = { address: "10.88.0.2", port: 9_000 };
const CONTAINER = "3f2a9c0d1e4b5a697886";
/** The last FIN of a connection may still be on its way, or be sent again after a second. */
const farewells = () => new Promise((resolve) => setTimeout(resolve, 2_000));

describe("attribution against the kernel", () => {
  let host: KernelHost;
  /** Resident, as the agent is: it remembers. */
  let collector: ReturnType<typeof createCollector>;
  const look = (): { namespace: NamespaceSnapshot; gaps: Gap[] } => {
    const { namespaces, gaps } = collector.snapshot();
    const namespace = namespaces.find(({ name }) => name === host.name)!;
    return { namespace, gaps: gaps.filter(({ namespaceId }) => namespaceId === namespace.id) };
  };
  /** connect() does not wait for the handshake. */
  const accept = async (listeners: string, set: string, count: number) => {
    for (let got = 0; got < count; ) got += (await host.say({ do: "accept", listeners, set }, "peer")).count;
  };
  const tupleTo = ({ tuples }: NamespaceSnapshot, port: number) => tuples.find(({ destination }) => destination.port === port)!;

  beforeAll(async () => {
    if (missing !== null) return;
    host = new KernelHost("owners", true);
    collector = createCollector({ agentVersion: "0", labels: {}, ports: machinePorts({}) });
    await host.say({ do: "name", name: "orders" });
    await host.say({ do: "sysctl", name: "net.ipv4.ip_local_port_range", value: "40000 40999" });
    await host.say({ do: "open", set: "server", count: 1, recipe: { protocol: "tcp", family: 4, bind: SERVER, listen: true } }, "peer");
  });
  afterAll(() => {
    collector?.close();
    host?.close();
  });

  test("live sockets name their process; those it closes stay its own in TIME_WAIT", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    await host.say({ do: "open", set: "out", count: 40, recipe: { protocol: "tcp", family: 4, connect: SERVER } });
    await accept("server", "in", 40);
    const before = look();
    expect(tupleTo(before.namespace, 9_000)).toMatchObject({ established: 40, holders: [{ process: "orders", share: 1, basis: "live" }] });
    expect(before.namespace.processes).toMatchObject([{ name: "orders", runtime: "node", established: 40, tcpPortsInRange: 40 }]);
    const [process] = before.namespace.processes;
    expect(Math.abs(Date.now() - process!.startedMs!)).toBeLessThan(120_000);
    expect(process!.descriptors!.used).toBeGreaterThan(40);
    expect(before.gaps.filter(({ part }) => part === "processes")).toEqual([]);

    await host.say({ do: "end", set: "out", how: "close" });
    await host.say({ do: "end", set: "in", how: "close" }, "peer");
    await host.say({ do: "open", set: "late", count: 1, recipe: { protocol: "tcp", family: 4, connect: SERVER } });
    await accept("server", "late-in", 1);
    await farewells();
    const after = tupleTo(look().namespace, 9_000);
    expect(after).toMatchObject({ established: 1, timeWait: 40 });
    expect(after.holders).toEqual([
      { process: "orders", share: 1, basis: "live" },
      { process: "orders", share: 1, basis: "inferred" },
    ]);
    expect(after.opensPerSecond).toBeGreaterThan(0);
    expect(after.medianLifeMs).toBeLessThan(60_000);
    await host.say({ do: "end", set: "late", how: "reset" });
  });

  test("what came and went between two looks is counted, and is its who opens connections there", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const to = { address: "10.88.0.2", port: 9_001 };
    await host.say({ do: "open", set: "churned", count: 1, recipe: { protocol: "tcp", family: 4, bind: to, listen: true } }, "peer");
    const connect = async (set: string, count: number) => {
      await host.say({ do: "open", set, count, recipe: { protocol: "tcp", family: 4, connect: to } });
      await accept("churned", `${set}-in`, count);
    };
    const close = async (set: string) => {
      await host.say({ do: "end", set, how: "close" });
      await host.say({ do: "end", set: `${set}-in`, how: "close" }, "peer");
    };
    await connect("kept", 1);
    const beforeMs = performance.now();
    look();
    const beganMs = performance.now();
    for (let round = 0; round < 5; round++) {
      await connect("short", 10);
      await close("short");
    }
    await farewells();
    const insideMs = performance.now() - beganMs;
    const found = tupleTo(look().namespace, 9_001);
    const aroundMs = performance.now() - beforeMs;
    expect(found).toMatchObject({ established: 1, timeWait: 50 });
    expect(found.holders).toContainEqual({ process: "orders", share: 1, basis: "inferred" });
    // The window is longer than what lies between the looks, and shorter than with both of them.
    expect(found.opensPerSecond! * insideMs).toBeLessThanOrEqual(50_100);
    expect(found.opensPerSecond! * aroundMs).toBeGreaterThanOrEqual(49_900);
    expect(found.medianLifeMs!).toBeLessThan(aroundMs / 2);
    await close("kept");
  });

  test("a process's CLOSE_WAIT has an age, and grows older", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    await host.say({ do: "open", set: "leak", count: 12, recipe: { protocol: "tcp", family: 4, connect: SERVER } });
    await accept("server", "leak-in", 12);
    await host.say({ do: "end", set: "leak-in", how: "close" }, "peer");
    await farewells();
    const first = look().namespace.processes[0]!;
    expect(first).toMatchObject({ name: "orders", closeWait: 12 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = look().namespace.processes[0]!;
    expect(SnapshotWire.safeParse(collector.snapshot()).error?.issues).toBeUndefined();
    expect(second.oldestCloseWaitMs! - first.oldestCloseWaitMs!).toBeGreaterThanOrEqual(290);
    await host.say({ do: "end", set: "leak", how: "close" });
  });

  test("bound and idle sockets, UDP ports and a listener are counted to their process", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const any = { address: "127.0.0.1", port: 0 };
    // First, so that nobody is given its port; an odd one, which connect() has not come to yet.
    const listening = { address: "0.0.0.0", port: 40_555 };
    await host.say({ do: "open", set: "door", count: 1, recipe: { protocol: "tcp", family: 4, bind: listening, listen: true } });
    await host.say({ do: "open", set: "idle", count: 7, recipe: { protocol: "tcp", family: 4, bind: any } });
    await host.say({ do: "open", set: "udp", count: 9, recipe: { protocol: "udp", family: 4, bind: any } });
    const { processes, listeners, attributed } = look().namespace;
    expect(processes).toMatchObject([{ name: "orders", boundInactive: 7, udpPortsInRange: 9, tcpPortsInRange: 8 }]);
    expect(listeners.find(({ port }) => port === 40_555)).toMatchObject({ process: "orders" });
    expect(attributed).toEqual({ sockets: 17, known: 17 });
    for (const set of ["idle", "udp", "door"]) await host.say({ do: "end", set, how: "close" });
  });

  test("a process in a container's control group is the container's", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const group = `/sys/fs/cgroup/unified/docker-${CONTAINER.padEnd(64, "0")}.scope`;
    try {
      mkdirSync(group);
    } catch (error) {
      return ctx.skip(`no control group can be made here: ${error}`);
    }
    const inside = new KernelHost("boxed", false);
    try {
      await inside.say({ do: "name", name: "boxed" });
      writeFileSync(`${group}/cgroup.procs`, String(spawnSync("pgrep", ["-x", "boxed"], { encoding: "utf8" }).stdout.trim()));
      await inside.say({
        do: "open",
        set: "udp",
        count: 1,
        recipe: { protocol: "udp", family: 4, bind: { address: "127.0.0.1", port: 0 } },
      });
      const fresh = createCollector({ agentVersion: "0", labels: {}, ports: machinePorts({}) });
      const found = fresh
        .snapshot()
        .namespaces.flatMap(({ processes }) => processes)
        .find(({ name }) => name === "boxed");
      fresh.close();
      expect(found?.unit).toBe(CONTAINER.slice(0, 12));
    } finally {
      inside.close();
      for (let tries = 0; tries < 50; tries++) {
        try {
          rmdirSync(group);
          break;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    }
  });

  test("without privileges the sockets of others are a gap", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    await host.say({ do: "open", set: "out", count: 5, recipe: { protocol: "tcp", family: 4, connect: SERVER } });
    const dropAll = ["--bounding-set", "-all", "--inh-caps", "-all"];
    const run = spawnSync("ip", ["netns", "exec", host.name, "setpriv", ...dropAll, process.execPath, MAIN, "snapshot"], {
      encoding: "utf8",
    });
    const snapshot: Snapshot = JSON.parse(run.stdout);
    expect(snapshot.namespaces[0]!.attributed).toMatchObject({ sockets: expect.any(Number), known: 0 });
    expect(snapshot.gaps).toContainEqual(
      expect.objectContaining({ part: "processes", reason: "denied", namespaceId: snapshot.namespaces[0]!.id }),
    );
    await host.say({ do: "end", set: "out", how: "reset" });
  });
});
