import { tightestTuple } from "@berth/shared/domain/checklist/tightest-tuple.ts";
import { seededRandom } from "@berth/shared/testing/seeded-random.ts";
import { describe, expect, it } from "vitest";
import { BUCKET_MS, DAY_MS, SAMPLE_MS } from "./durations.ts";
import { type FleetModel, fleetModel } from "./fleet-model.ts";

const fleet = fleetModel({ hosts: 300, seed: 3 });
const moments = randomMoments(fleet, 400);

describe("a fleet", () => {
  it("gives every host a name and an address of its own, and the usual labels", () => {
    expect(new Set(fleet.hosts.map(({ hostname }) => hostname)).size).toBe(300);
    expect(new Set(fleet.hosts.map(({ source }) => source)).size).toBe(300);
    expect(fleet.hosts[0]!.hostname).toMatch(/^[a-z]+-\d{2,}\.(eu1|us1|ap1)$/);
    expect(Object.keys(fleet.hosts[0]!.labels)).toEqual(["service", "zone", "role"]);
  });

  it("begins with the same hosts when it is larger", () => {
    expect(fleetModel({ hosts: 40, seed: 3 }).hosts).toEqual(fleet.hosts.slice(0, 40));
  });

  it("is another one for another seed", () => {
    expect(fleetModel({ hosts: 40, seed: 4 }).hosts).not.toEqual(fleet.hosts.slice(0, 40));
  });

  it("has 4 to 20 destinations a host, about 8 in the middle, of few hundred in all", () => {
    const counts = fleet.hosts.map(({ tuples }) => tuples.length).toSorted((a, b) => a - b);
    expect([counts[0], counts.at(-1)]).toEqual([4, 20]);
    expect(counts[150]).toBeGreaterThanOrEqual(7);
    expect(counts[150]).toBeLessThanOrEqual(9);
    const users = usersOfDestinations();
    expect(users.length).toBeGreaterThan(200);
    expect(users.length).toBeLessThanOrEqual(400);
    expect(users[0]).toBeGreaterThan(20 * users[Math.floor(users.length / 2)]!);
  });

  it("is quiet but for a few", () => {
    const ratios = fleet.hosts.flatMap(({ index }) => fleet.figuresAt(index, fleet.firstMs + 14 * 3_600_000)?.tightestUsedRatio ?? []);
    const sorted = ratios.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(0.05);
    expect(sorted.at(-1)).toBeGreaterThan(0.3);
  });
});

describe("a moment", () => {
  it("is the same however often, and in whatever order, it is asked for", () => {
    const asked = moments.map(({ host, atMs }) => [fleet.figuresAt(host, atMs), fleet.fiveMinutes(host, atMs)]);
    const again = fleetModel({ hosts: 300, seed: 3 });
    const backwards = moments.toReversed().map(({ host, atMs }) => [again.figuresAt(host, atMs), again.fiveMinutes(host, atMs)]);
    expect(backwards.toReversed()).toEqual(asked);
    const [first] = moments;
    expect(again.snapshotAt(first!.host, first!.atMs)).toEqual(fleet.snapshotAt(first!.host, first!.atMs));
  });

  it("is the same in figures as in its snapshot", () => {
    for (const { host, atMs } of moments) {
      const figures = fleet.figuresAt(host, atMs);
      const snapshot = fleet.snapshotAt(host, atMs);
      if (figures === null || snapshot === null) {
        expect([figures, snapshot]).toEqual([null, null]);
        continue;
      }
      const tightest = tightestTuple(snapshot);
      const [namespace] = snapshot.namespaces;
      const [pool] = namespace!.pools;
      expect(figures.tightestUsedRatio).toBe(tightest?.usedRatio ?? null);
      expect(figures.bindPoolUsedRatio).toBe(pool ? pool.used / pool.capacity : null);
      expect(figures.udpUsedRatio).toBe(namespace!.udp!.portsInRange / namespace!.capacity!);
      expect(figures.closesPerSecond ?? 0).toBeCloseTo(tightest?.closesPerSecond ?? 0, 6);
      const fresh = snapshot.failures.filter((failure) => failure.atMs > atMs - SAMPLE_MS && failure.firstMs! >= atMs - SAMPLE_MS);
      expect(figures.failures).toBe(fresh.reduce((sum, { count }) => sum + count, 0));
    }
  });
});

/** How many hosts use each destination, the most popular first. */
function usersOfDestinations(): number[] {
  const users = new Map<string, number>();
  for (const { destination } of fleet.hosts.flatMap(({ tuples }) => tuples)) {
    const name = `${destination.address}:${destination.port}`;
    users.set(name, (users.get(name) ?? 0) + 1);
  }
  return [...users.values()].toSorted((a, b) => b - a);
}

/** On the bounds of buckets. */
function randomMoments({ hosts, firstMs }: FleetModel, count: number): { host: number; atMs: number }[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, () => ({
    host: Math.floor(random.between(0, hosts.length)),
    atMs: firstMs + Math.floor(random.between(0, (30 * DAY_MS) / BUCKET_MS)) * BUCKET_MS,
  }));
}
