import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { machinePorts } from "../../adapters/collector-ports.ts";
import { runCommand } from "../../adapters/commands.ts";
import { tracingFolder } from "../../adapters/tracefs/mount-tracefs.ts";
import { KernelHost, kernelTestsNeed } from "../../testing/kernel-host.ts";
import type { SocketRecipe } from "../../testing/kernel-sockets.ts";
import type { Collector } from "../collector.ts";
import { createCollector } from "../create-collector.ts";

const WATCHER = fileURLToPath(new URL("../../testing/failure-watcher.ts", import.meta.url));
const missing = kernelTestsNeed() ?? tracingNeeds();
const door = { address: "127.0.0.1", port: 9000 };
const toDoor: SocketRecipe = { protocol: "tcp", family: 4, connect: door };

function tracingNeeds(): string | null {
  try {
    tracingFolder(runCommand);
    return null;
  } catch (error) {
    return String(error);
  }
}

/** Instances of agents with that pid. */
const instancesOf = (pid: number) => readdirSync("/sys/kernel/tracing/instances").filter((name) => name.startsWith(`berth-${pid}-`));

describe("failed calls against the kernel", () => {
  let host: KernelHost;
  let collector: Collector;
  let namespaceId: string;
  let wake: () => void = () => undefined;

  beforeAll(async () => {
    if (missing !== null) return;
    host = new KernelHost("fail");
    await host.say({ do: "sysctl", name: "net.ipv4.ip_local_port_range", value: "40000 40003" });
    await host.say({ do: "open", set: "door", count: 1, recipe: { protocol: "tcp", family: 4, bind: door, listen: true } });
    collector = createCollector({ agentVersion: "0", labels: {}, ports: machinePorts({}), isResident: true });
    collector.onFailure(() => wake());
    // The first look: what other namespaces of this machine do is known from here on.
    namespaceId = collector.snapshot().namespaces.find(({ name }) => name === host.name)!.id;
  });
  afterAll(() => {
    collector?.close();
    host?.close();
  });

  const failuresHere = () => collector.snapshot().failures.filter((failure) => failure.namespaceId === namespaceId);

  /** Failures of the namespace, as soon as the collector says that there is one, and how long that took. */
  async function failuresOf(recipe: SocketRecipe, set: string): Promise<{ failures: PortFailure[]; tookMs: number }> {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const { stopped } = await host.say({ do: "open", set, count: 5, recipe });
    expect(stopped).not.toBeNull();
    const startMs = performance.now();
    await Promise.race([woken, new Promise((resolve) => setTimeout(resolve, 3_000))]);
    const snapshot = collector.snapshot();
    const tookMs = performance.now() - startMs;
    expect(snapshot.isTraced).toBe(true);
    return { failures: snapshot.failures.filter((failure) => failure.namespaceId === namespaceId), tookMs };
  }

  test("a connect() without a port: process and destination, within two seconds", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const { failures, tookMs } = await failuresOf(toDoor, "out");
    expect(failures).toEqual([
      expect.objectContaining({
        errno: 99,
        operation: "connect",
        protocol: "tcp",
        source: "127.0.0.1",
        destination: door,
        process: "node",
        count: 1,
      }),
    ]);
    expect(Math.abs(Date.now() - failures[0]!.atMs)).toBeLessThan(3_000);
    expect(tookMs).toBeLessThan(2_000);
    await host.say({ do: "end", set: "out", how: "reset" });
  });

  test("a refused and an unanswered connect() are no failures of ports", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const before = failuresHere().length;
    await host.say({ do: "open", set: "no", count: 1, recipe: { ...toDoor, connect: { address: "127.0.0.1", port: 1 } } });
    await host.say({ do: "end", set: "no", how: "close" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(failuresHere()).toHaveLength(before);
  });

  test("bind() of port 0 without a port is EADDRINUSE", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const { failures, tookMs } = await failuresOf({ protocol: "tcp", family: 4, bind: { address: "127.0.0.2", port: 0 } }, "bound");
    expect(failures).toContainEqual(
      expect.objectContaining({ errno: 98, operation: "bind", protocol: "tcp", source: "127.0.0.2", process: "node", count: 1 }),
    );
    expect(tookMs).toBeLessThan(2_000);
    await host.say({ do: "end", set: "bound", how: "close" });
  });

  test("a service that is refused its own port is no failure of ports", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const before = failuresHere().length;
    const { stopped } = await host.say({
      do: "open",
      set: "again",
      count: 1,
      recipe: { protocol: "tcp", family: 4, bind: door, listen: true },
    });
    expect(stopped).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(failuresHere()).toHaveLength(before);
  });

  test("a UDP connect() without a port is EAGAIN", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const { failures, tookMs } = await failuresOf({ protocol: "udp", family: 4, connect: door }, "udp");
    expect(failures).toContainEqual(
      expect.objectContaining({ errno: 11, operation: "connect", protocol: "udp", process: "node", count: 1 }),
    );
    expect(tookMs).toBeLessThan(2_000);
    await host.say({ do: "end", set: "udp", how: "close" });
  });
});

describe("the instance of tracefs", () => {
  /** An agent that watches, in a process of its own. */
  async function watcher(): Promise<{ pid: number; end(signal: NodeJS.Signals): Promise<void> }> {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", WATCHER], { stdio: ["ignore", "pipe", "ignore"] });
    await once(child.stdout, "data");
    expect(instancesOf(child.pid!)).toHaveLength(1);
    return {
      pid: child.pid!,
      end: async (signal) => {
        const ended = once(child, "exit");
        child.kill(signal);
        await ended;
      },
    };
  }

  test("it goes with close()", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const before = instancesOf(process.pid).length;
    const collector = createCollector({ agentVersion: "0", labels: {}, ports: machinePorts({}), isResident: true });
    expect(instancesOf(process.pid)).toHaveLength(before + 1);
    collector.close();
    expect(instancesOf(process.pid)).toHaveLength(before);
  });

  test("it goes with SIGTERM, with an error that nobody caught, and with signals that nobody listens to", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    for (const signal of ["SIGTERM", "SIGUSR2", "SIGHUP", "SIGINT"] as const) {
      const { pid, end } = await watcher();
      await end(signal);
      expect(instancesOf(pid)).toEqual([]);
    }
  });

  test("after SIGKILL it goes at the next start; that of a living agent stays", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const [killed, living] = [await watcher(), await watcher()];
    await killed.end("SIGKILL");
    expect(instancesOf(killed.pid)).toHaveLength(1);
    // As an agent in a container leaves it: its number is that of a process which lives on here.
    mkdirSync("/sys/kernel/tracing/instances/berth-1-c0ffee");
    createCollector({ agentVersion: "0", labels: {}, ports: machinePorts({}), isResident: true }).close();
    expect(instancesOf(killed.pid)).toEqual([]);
    expect(instancesOf(1)).not.toContain("berth-1-c0ffee");
    expect(instancesOf(living.pid)).toHaveLength(1);
    await living.end("SIGTERM");
  });

  test("where tracefs is mounted nowhere, root mounts it at its standard place", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const script = `umount -a -t tracefs && ! grep -q tracefs /proc/self/mountinfo && exec "$0" --disable-warning=ExperimentalWarning "$1" once`;
    const run = spawnSync("unshare", ["--mount", "--propagation", "private", "sh", "-c", script, process.execPath, WATCHER], {
      encoding: "utf8",
    });
    expect(run.stdout).toBe("watching /sys/kernel/tracing\n");
  });

  test("without the right to it there is a gap with the reason", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const ports = { ...machinePorts({}), openFailureTrace: () => execFileSync("false") as never };
    const collector = createCollector({ agentVersion: "0", labels: {}, ports, isResident: true });
    const { isTraced, failures, gaps } = collector.snapshot();
    expect({ isTraced, failures }).toEqual({ isTraced: undefined, failures: [] });
    expect(gaps).toContainEqual(expect.objectContaining({ part: "failures", namespaceId: null }));
    collector.close();
  });
});
