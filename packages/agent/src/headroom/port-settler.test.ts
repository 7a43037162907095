import type { SettledOwners } from "@berth/shared/domain/ports/settled-owners.ts";
import { SETTLED } from "@berth/shared/domain/ports/settled-owners.ts";
import { autobound, bound, REUSE_ON_LOOPBACK, type TestSocket, tableOf } from "@berth/shared/testing/any-sockets.ts";
import { describe, expect, it } from "vitest";
import { DryRunRefused } from "../collectors/dry-run.ts";
import type { NamespaceReading } from "../collectors/namespace-reading.ts";
import { PortSettler, type Settling } from "./port-settler.ts";

const RANGE = { low: 40_000, high: 43_999 };
const TO = { remote: "10.9.9.9", remotePort: 443 };

const reading = (sockets: TestSocket[], hiddenSocketsMax = 0): NamespaceReading => ({
  id: "4026531840",
  kind: "host",
  name: null,
  source: "netlink",
  range: RANGE,
  reserved: [],
  settings: REUSE_ON_LOOPBACK,
  tcp: tableOf(sockets, RANGE),
  udp: tableOf([], RANGE),
  hiddenSocketsMax,
  gaps: [],
});

/** A kernel of which the odd ports are binders', and what it was asked. */
class FakeKernel {
  readonly asked: number[] = [];
  opened = 0;
  closed = 0;
  nowMs = 0;
  bucketResets: boolean | null = true;
  /** Thrown at the question of this index. */
  refusal: { at: number; error: Error } | null = null;

  readonly monotonicMs = () => this.nowMs;
  readonly findBucketReset = () => this.bucketResets;
  openDryRun: (() => { isUsable(port: number): boolean; close(): void }) | null = () => {
    this.opened++;
    return {
      isUsable: (port) => {
        if (this.refusal?.at === this.asked.length) throw this.refusal.error;
        this.asked.push(port);
        return port % 2 === 0;
      },
      close: () => void this.closed++,
    };
  };

  settle(settling: Settling, sockets: TestSocket[], hidden = 0): SettledOwners {
    return new PortSettler(this, settling).settle(reading(sockets, hidden), true, true)!;
  }
}

const connections = (count: number, inode = 1000) =>
  autobound(count, TO, "127.0.0.1", RANGE).map((socket, index) => ({ ...socket, inode: inode + index }));

describe("settling ports", () => {
  it("asks about every open port once, and gives the socket back", () => {
    const kernel = new FakeKernel();
    const settled = kernel.settle("whole", [...connections(3), ...bound(2, TO, "127.0.0.1", RANGE)]);
    expect(settled).toMatchObject({ method: "exact", open: 5, asked: 5, bucketResets: true, reason: null });
    expect(kernel.asked).toEqual([40_000, 40_001, 40_002, 40_003, 40_004]);
    expect([settled.owners[40_002], settled.owners[40_003], settled.owners[40_006]]).toEqual([
      SETTLED.connectOwned,
      SETTLED.bindOwned,
      SETTLED.notAsked,
    ]);
    expect([kernel.opened, kernel.closed]).toEqual([1, 1]);
  });

  it("touches nothing where no port is open", () => {
    const kernel = new FakeKernel();
    expect(kernel.settle("resident", [])).toMatchObject({ method: "exact", open: 0, asked: 0 });
    expect(kernel.opened).toBe(0);
  });

  it("asks about ports without an owner too, where some binders cannot be seen", () => {
    const kernel = new FakeKernel();
    expect(kernel.settle("whole", connections(3), 5)).toMatchObject({ method: "exact", open: 4000, asked: 4000 });
  });

  it.for([
    ["declined", (kernel: FakeKernel) => kernel.settle("none", connections(3))],
    [
      "no-native",
      (kernel: FakeKernel) => {
        kernel.openDryRun = null;
        return kernel.settle("whole", connections(3));
      },
    ],
    ["outside", (kernel: FakeKernel) => new PortSettler(kernel, "whole").settle(reading(connections(3)), false, false)!],
    [
      "fast-open-off",
      (kernel: FakeKernel) => {
        kernel.openDryRun = () => {
          throw new DryRunRefused("fast-open-off", "EOPNOTSUPP");
        };
        return kernel.settle("whole", connections(3));
      },
    ],
  ] as const)("is passive and says why: %s", ([reason, settle]) => {
    expect(settle(new FakeKernel())).toMatchObject({ method: "passive", open: 3, asked: 0, reason });
  });

  it("keeps what was answered before a refusal, and after a paused Fast Open asks nothing for an hour", () => {
    const kernel = new FakeKernel();
    kernel.refusal = { at: 2, error: new DryRunRefused("fast-open-paused", "the kernel sent a SYN") };
    const settler = new PortSettler(kernel, "whole");
    const settle = () => settler.settle(reading(connections(5)), true, true);
    expect(settle()).toMatchObject({ method: "sampled", open: 5, asked: 2, reason: "fast-open-paused" });
    kernel.refusal = null;
    expect(settle()).toMatchObject({ method: "passive", reason: "fast-open-paused" });
    expect([kernel.opened, kernel.closed]).toEqual([1, 1]);
    kernel.nowMs = 3_600_000;
    expect(settle()).toMatchObject({ method: "exact" });
  });
});

describe("settling within a budget", () => {
  const rounds = (kernel: FakeKernel, count: number, sockets: TestSocket[]): SettledOwners => {
    const settler = new PortSettler(kernel, "resident");
    let settled: SettledOwners | undefined;
    for (let round = 0; round < count; round++) {
      settler.begin();
      settled = settler.settle(reading(sockets), true, true);
    }
    return settled!;
  };

  it("draws at random and says so, then goes on where it has not been until nothing is left", () => {
    const kernel = new FakeKernel();
    const sockets = connections(600);
    expect(rounds(kernel, 1, sockets)).toMatchObject({ method: "sampled", open: 600, asked: 64, reason: null });
    expect(kernel.asked).not.toEqual([...kernel.asked].sort((a, b) => a - b));
    kernel.asked.length = 0;
    expect(rounds(kernel, 10, sockets)).toMatchObject({ method: "exact", open: 600, asked: 600 });
    expect(new Set(kernel.asked).size).toBe(600);
    expect(kernel.asked.length).toBe(600);
  });

  it("asks anew about a port whose sockets are others", () => {
    const kernel = new FakeKernel();
    const settler = new PortSettler(kernel, "resident");
    const settle = (sockets: TestSocket[]) => {
      settler.begin();
      kernel.asked.length = 0;
      settler.settle(reading(sockets), true, true);
      return kernel.asked;
    };
    settle(connections(4));
    expect(settle(connections(4))).toEqual([]);
    expect(settle([...connections(3), { ...connections(4)[3]!, inode: 77 }])).toEqual([40_006]);
    expect(settle([...connections(4), { ...connections(1)[0]!, remote: "10.9.9.8", inode: 78 }])).toEqual([40_000, 40_006]);
  });

  it.for([false, null])("remembers nothing where a bucket may stay closed behind its back: %s", (bucketResets) => {
    const kernel = new FakeKernel();
    kernel.bucketResets = bucketResets;
    rounds(kernel, 3, connections(4));
    expect(kernel.asked.length).toBe(12);
  });

  it("remembers nothing where a binder cannot be seen", () => {
    const kernel = new FakeKernel();
    const settler = new PortSettler(kernel, "resident");
    for (let round = 0; round < 2; round++) {
      settler.begin();
      expect(settler.settle(reading(connections(4), 1), true, true)).toMatchObject({ method: "sampled", asked: 64 });
    }
  });

  it("leaves other namespaces a share each", () => {
    const kernel = new FakeKernel();
    const settler = new PortSettler(kernel, "resident");
    settler.begin();
    const asked = Array.from({ length: 6 }, () => settler.settle(reading(connections(600)), false, true)!.asked);
    expect(asked).toEqual([32, 32, 0, 0, 0, 0]);
  });
});
