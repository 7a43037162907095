import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { machinePorts } from "../adapters/collector-ports.ts";
import { createCollector } from "../collectors/create-collector.ts";
import { KernelHost, kernelTestsNeed } from "../testing/kernel-host.ts";

const missing = kernelTestsNeed();

describe("a snapshot of another namespace", () => {
  let host: KernelHost;

  beforeEach(async () => {
    if (missing !== null) return;
    host = new KernelHost("settled");
    await host.say({ do: "sysctl", name: "net.ipv4.ip_local_port_range", value: "40000 40099" });
    const to = (port: number) => ({ connect: { address: "127.0.0.1", port }, dry: true });
    await host.say({
      do: "open",
      set: "bound",
      count: 20,
      recipe: { protocol: "tcp", family: 4, bind: { address: "127.0.0.1", port: 0 }, ...to(9000) },
    });
    await host.say({ do: "open", set: "auto", count: 30, recipe: { protocol: "tcp", family: 4, ...to(9001) } });
  });
  afterEach(() => host?.close());

  const namespaceOf = (options: { settles?: boolean; isResident?: boolean }) => {
    const collector = createCollector({ agentVersion: "0", labels: {}, ports: machinePorts({}), attributes: false, ...options });
    try {
      return collector.snapshot().namespaces.find(({ name }) => name === host.name)!;
    } finally {
      collector.close();
    }
  };
  const headroomTo = ({ tuples }: ReturnType<typeof namespaceOf>, port: number) =>
    tuples.find(({ destination }) => destination.port === port)!.headroom;

  it("holds no interval where the kernel was asked, and says so", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const namespace = namespaceOf({});
    expect(namespace.settled).toEqual({ method: "exact", open: 50, asked: 50, bucketResets: expect.any(Boolean) });
    expect(headroomTo(namespace, 9000)).toMatchObject({ low: 80, best: 80, high: 80 });
    expect(headroomTo(namespace, 9001)).toMatchObject({ low: 50, best: 50, high: 50 });
  });

  it("is settled within the resident agent's budget for each: what it says holds the truth", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const namespace = namespaceOf({ isResident: true });
    const { open, asked } = namespace.settled!;
    expect([open, asked <= 40]).toEqual([50, true]);
    const headroom = headroomTo(namespace, 9000);
    expect(headroom.low).toBeLessThanOrEqual(80);
    expect(headroom.high).toBeGreaterThanOrEqual(80);
  });

  it("holds an interval with the truth in it where the user declined", (ctx) => {
    if (missing !== null) return ctx.skip(missing);
    const namespace = namespaceOf({ settles: false });
    expect(namespace.settled).toEqual({ method: "passive", open: 50, asked: 0, bucketResets: null });
    expect(headroomTo(namespace, 9000)).toMatchObject({ low: 50, high: 80 });
  });
});
