import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DryRunRefused } from "../../collectors/dry-run.ts";
import { KernelHost, kernelTestsNeed } from "../../testing/kernel-host.ts";
import type { DriverCommand } from "../../testing/socket-driver.ts";
import { machinePorts } from "../collector-ports.ts";

const missing = kernelTestsNeed();
const ports = missing === null ? machinePorts({}) : null!;
const at = (address: string, port: number) => ({ address, port });

const open = (set: string, count: number, recipe: object): DriverCommand => ({
  do: "open",
  set,
  count,
  recipe: { protocol: "tcp", family: 4, ...recipe },
});

describe("the zero-packet connect", () => {
  let host: KernelHost;

  beforeEach(async () => {
    if (missing !== null) return;
    host = new KernelHost("dry");
    await host.say({ do: "sysctl", name: "net.ipv4.ip_local_port_range", value: "40000 40009" });
    await host.say(open("servers", 1, { bind: at("0.0.0.0", 9000), listen: true }));
  });
  afterEach(() => host?.close());

  const inside = <T>(work: () => T): T => ports.enterNamespace!(`/run/netns/${host.name}`, work);

  /** What the kernel says of each port, in the host's namespace. */
  const usable = (): number[] =>
    inside(() => {
      const dryRun = ports.openDryRun!();
      try {
        return Array.from({ length: 10 }, (_, index) => 40_000 + index).filter((port) => dryRun.isUsable(port));
      } finally {
        dryRun.close();
      }
    });

  const socketsAndCounters = () =>
    inside(() => ({
      sockets: readFileSync("/proc/thread-self/net/tcp", "utf8").replaceAll(/ [0-9A-F]{2}:[0-9A-F]{8} /g, " "),
      counters: ["netstat", "snmp", "dev"].map((name) => readFileSync(`/proc/thread-self/net/${name}`, "utf8")),
    }));

  it("knows a binder's port from one that connect() chose, and leaves no trace", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const connected = (await host.say(open("c", 3, { connect: at("127.0.0.1", 9000) }))).ports;
    const bound = (await host.say(open("b", 3, { bind: at("127.0.0.1", 0), connect: at("127.0.0.1", 9000) }))).ports;
    const before = socketsAndCounters();
    const answer = usable();
    expect(socketsAndCounters()).toEqual(before);
    for (const port of connected) expect(answer).toContain(port);
    for (const port of bound) expect(answer).not.toContain(port);
    expect(answer.length).toBe(7);
  });

  it("takes no TIME_WAIT entry away, however old", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    await host.say({ do: "sysctl", name: "net.ipv4.tcp_tw_reuse_delay", value: "1" });
    await host.say(open("c", 5, { connect: at("127.0.0.1", 9000) }));
    await host.say({ do: "accept", listeners: "servers", set: "a" });
    await host.say({ do: "end", set: "c", how: "close" });
    await host.say({ do: "end", set: "a", how: "close" });
    await new Promise((done) => setTimeout(done, 50));
    const before = socketsAndCounters();
    expect(usable().length).toBe(10);
    expect(socketsAndCounters()).toEqual(before);
    expect(before.sockets.split("\n").filter((line) => / 06 /.test(line)).length).toBe(5);
  });

  it("stands in nobody's way: a socket may bind while it is open", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const dryRun = inside(() => ports.openDryRun!()) as ReturnType<NonNullable<typeof ports.openDryRun>> & { hold(port: number): boolean };
    expect(dryRun.hold(40_003)).toBe(true);
    const { count } = await host.say(open("b", 1, { bind: at("127.0.0.1", 40_003) }));
    dryRun.close();
    expect(count).toBe(1);
  });

  it("says which setting is off, and that there is no loopback", async (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const refusal = () => {
      try {
        return usable();
      } catch (error) {
        return error instanceof DryRunRefused ? error.reason : error;
      }
    };
    await host.say({ do: "sysctl", name: "net.ipv4.tcp_fastopen", value: "2" });
    expect(refusal()).toBe("fast-open-off");
    await host.say({ do: "sysctl", name: "net.ipv4.tcp_fastopen", value: "1" });
    execFileSync("ip", ["-n", host.name, "addr", "del", "127.0.0.1/8", "dev", "lo"]);
    expect(usable().length).toBe(10);
    execFileSync("ip", ["-n", host.name, "link", "set", "lo", "down"]);
    expect(refusal()).toBe("no-loopback");
  });

  it("finds out how a bucket behaves, and comes back to where it was", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const before = readlinkSync("/proc/thread-self/ns/net");
    expect(ports.findBucketReset()).toEqual(expect.any(Boolean));
    expect(readlinkSync("/proc/thread-self/ns/net")).toBe(before);
    expect(inside(() => [ports.findBucketReset(), readlinkSync("/proc/thread-self/ns/net")])[1]).toBe(
      inside(() => readlinkSync("/proc/thread-self/ns/net")),
    );
  });
});
