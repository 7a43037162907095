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
/** A second between the stamp of a snapshot and the reading of its sockets moves a window of 10 s by a tenth. */
const SLACK_PER_SECOND = 4;

describe("the outlook against the kernel", () => {
  let host: KernelHost;
  let collector: ReturnType<typeof createCollector>;
  const look = (): { atMs: number; namespace: NamespaceSnapshot; tuple: Tuple } => {
    const { capturedAtMs, namespaces } = collector.snapshot();
    const namespace = namespaces.find(({ name }) => name === host.name)!;
    return { atMs: capturedAtMs, namespace, tuple: namespace.tuples.find(({ destination }) => destination.port === SERVER.port)! };
  };
  /** When each connection was opened, and closed at once. */
  const openedMs: number[] = [];
  /** Opens and closes connections at the rate until so long after `startMs`, or until a connect fails; whether one did. */
  const churn = async (startMs: number, untilMs: number): Promise<boolean> => {
    while (Date.now() - startMs < untilMs) {
      const due = Math.floor(((Date.now() - startMs) / 1000) * PER_SECOND) - openedMs.length;
      const { count } = await host.say({ do: "open", set: "out", count: due, recipe: { protocol: "tcp", family: 4, connect: SERVER } });
      await host.say({ do: "accept", listeners: "server", set: "in" });
      await host.say({ do: "end", set: "out", how: "close" });
      await host.say({ do: "end", set: "in", how: "close" });
      openedMs.push(...Array.from({ length: count }, () => Date.now()));
      if (count < due) return true;
      await sleep(100);
    }
    return false;
  };
  /** What was really opened per second, from so many seconds before a time until so many. */
  const rateBetween = (atMs: number, from: number, until: number) =>
    openedMs.filter((ms) => ms > atMs - from * 1000 && ms <= atMs - until * 1000).length / (from - until);

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

  test("tells the rate, that it is over the ceiling, and how many more connections until the last port goes", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const startMs = Date.now();
    await churn(startMs, SEEN_AFTER_MS);
    const { atMs, namespace, tuple } = look();
    const before = openedMs.length;
    const { opensPerSecond, steadyPorts, roomRatio, secondsToFull } = outlookOf(
      useOfTuple("linux", namespace, tuple, platformHold("linux")),
    );
    if (!opensPerSecond.isKnown || !steadyPorts.isKnown) throw new Error("closes were made, and none was seen");
    const newest = [rateBetween(atMs, 10, 0), rateBetween(atMs, 20, 10)];
    expect(opensPerSecond.value).toBeGreaterThan(Math.min(...newest) - SLACK_PER_SECOND);
    expect(opensPerSecond.value).toBeLessThan(Math.max(...newest) + SLACK_PER_SECOND);
    expect(steadyPorts.value).toBeGreaterThan(PORTS);
    expect(roomRatio).toBeLessThan(0);

    expect(await churn(startMs, 60_000)).toBe(true);
    // A busy machine does not keep the rate: the connections are counted, not the seconds.
    const foretold = secondsToFull! * opensPerSecond.value;
    expect(Math.abs(openedMs.length - before - foretold)).toBeLessThan(2 * PER_SECOND);
  }, 90_000);

  test("knows the second at which each port comes back", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const first = look();
    const back = (seconds: number) => first.tuple.releases.slice(0, Math.max(0, seconds)).reduce((sum, ports) => sum + ports, 0);
    for (const share of [0.1, 0.3]) {
      const seconds = first.tuple.releases.findIndex((_, second) => back(second + 1) >= share * first.tuple.used) + 1;
      await sleep(first.atMs + seconds * 1000 - Date.now());
      const later = look();
      const elapsed = Math.round((later.atMs - first.atMs) / 1000);
      expect(first.tuple.used - later.tuple.used).toBeGreaterThanOrEqual(back(elapsed - 2));
      expect(first.tuple.used - later.tuple.used).toBeLessThanOrEqual(back(elapsed + 2));
      expect(later.tuple.used).toBeLessThan(first.tuple.used);
    }
  }, 90_000);
});
