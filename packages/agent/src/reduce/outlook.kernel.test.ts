import { setTimeout as sleep } from "node:timers/promises";
import type { NamespaceSnapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { platformHold } from "@berth/shared/domain/ports/hold-time.ts";
import { outlookOf } from "@berth/shared/domain/ports/outlook.ts";
import { useOfTuple } from "@berth/shared/domain/ports/port-use.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { machinePorts } from "../adapters/collector-ports.ts";
import { createCollector } from "../collectors/create-collector.ts";
import { KernelHost, kernelTestsNeed } from "../testing/kernel-host.ts";

const missing = kernelTestsNeed();
const SERVER = { address: "10.77.0.1", port: 9_000 };
const PORTS = 1_000;
const PER_SECOND = 25;
/** The newest two windows of 10 s must hold the rate before it counts. */
const SEEN_AFTER_MS = 25_000;
const TOLERANCE_SECONDS = 2;

describe("the outlook against the kernel", () => {
  let host: KernelHost;
  let collector: ReturnType<typeof createCollector>;
  const look = (): { namespace: NamespaceSnapshot; tuple: Tuple } => {
    const namespace = collector.snapshot().namespaces.find(({ name }) => name === host.name)!;
    return { namespace, tuple: namespace.tuples.find(({ destination }) => destination.port === SERVER.port)! };
  };
  /** Opens and closes connections at the rate, from `startMs` on, until so long after it or until a connect fails; when it failed. */
  const churn = async (startMs: number, untilMs: number, done: number): Promise<{ done: number; failedMs: number | null }> => {
    let opened = done;
    while (Date.now() - startMs < untilMs) {
      const due = Math.floor(((Date.now() - startMs) / 1000) * PER_SECOND) - opened;
      const { count } = await host.say({ do: "open", set: "out", count: due, recipe: { protocol: "tcp", family: 4, connect: SERVER } });
      if (count < due) return { done: opened, failedMs: Date.now() };
      await host.say({ do: "accept", listeners: "server", set: "in" });
      await host.say({ do: "end", set: "out", how: "close" });
      await host.say({ do: "end", set: "in", how: "close" });
      opened += count;
      await sleep(100);
    }
    return { done: opened, failedMs: null };
  };

  beforeAll(async () => {
    if (missing !== null) return;
    host = new KernelHost("outlook");
    collector = createCollector({ agentVersion: "0", labels: {}, ports: machinePorts({}) });
    await host.say({ do: "sysctl", name: "net.ipv4.ip_local_port_range", value: `40000 ${40_000 + PORTS - 1}` });
    await host.say({ do: "sysctl", name: "net.ipv4.tcp_tw_reuse", value: "0" });
    await host.say({ do: "open", set: "server", count: 1, recipe: { protocol: "tcp", family: 4, bind: SERVER, listen: true } });
  });
  afterAll(() => {
    collector?.close();
    host?.close();
  });

  test("tells the rate, the ceiling and the second at which the last port goes", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const startMs = Date.now();
    const { done } = await churn(startMs, SEEN_AFTER_MS, 0);
    const { namespace, tuple } = look();
    const lookedMs = Date.now();
    const outlook = outlookOf(useOfTuple("linux", namespace, tuple, platformHold("linux")));
    const { opensPerSecond, steadyPorts } = outlook;
    if (!opensPerSecond.isKnown || !steadyPorts.isKnown) throw new Error("closes were made, and none was seen");
    expect(Math.abs(opensPerSecond.value - PER_SECOND)).toBeLessThan(3);
    expect(steadyPorts.value).toBeGreaterThan(PORTS);
    expect(outlook.roomRatio).toBeLessThan(0);

    const { failedMs } = await churn(startMs, 60_000, done);
    expect(failedMs).not.toBeNull();
    const tookSeconds = (failedMs! - lookedMs) / 1000;
    expect(Math.abs(outlook.secondsToFull! - tookSeconds)).toBeLessThan(TOLERANCE_SECONDS);
  }, 90_000);

  test("knows the second at which each port comes back", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const first = look().tuple;
    const firstMs = Date.now();
    for (const seconds of [8, 24]) {
      await sleep(firstMs + seconds * 1000 - Date.now());
      const { tuple } = look();
      const back = (until: number) => first.releases.slice(0, Math.max(0, until)).reduce((sum, ports) => sum + ports, 0);
      const elapsed = Math.round((Date.now() - firstMs) / 1000);
      expect(first.used - tuple.used).toBeGreaterThanOrEqual(back(elapsed - 1));
      expect(first.used - tuple.used).toBeLessThanOrEqual(back(elapsed + 1));
    }
    expect(first.used - look().tuple.used).toBeGreaterThan(0);
  }, 60_000);
});
