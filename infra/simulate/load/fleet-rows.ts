import type { HostBuckets } from "./host-buckets.ts";
import type { Column } from "./insert-columns.ts";

/** As in berth.roll_up_fleet. */
const HISTOGRAM_HOSTS = 100;
/** More than there are. */
const CHECKS = 40;
const PERCENTILES = [0.5, 0.9, 0.95, 0.99] as const;

/** Groups of a fleet: the ids, of which the first is 0 for all hosts, and the places in `ids` that each host belongs to. */
export interface FleetGroups {
  ids: readonly number[];
  ofHost: readonly (readonly number[])[];
  /** Hosts of each group. */
  sizes: readonly number[];
}

/** The rows of one slot for every group that reported, as berth.roll_up_fleet makes them. */
export function fleetColumns(buckets: HostBuckets, slot: number, groups: FleetGroups, sums: readonly GroupSum[]): Column[] {
  for (const sum of sums) sum.begin();
  for (let host = 0; host < buckets.hosts; host++) {
    const place = host * buckets.slots + slot;
    if (buckets.samples[place] === 0) continue;
    for (const group of groups.ofHost[host]!) sums[group]!.add(buckets, place);
  }
  const fromMs = buckets.fromMs + slot * buckets.slotMs;
  const there = sums.flatMap((sum, at) => (sum.hosts === 0 ? [] : [{ sum, id: groups.ids[at]!, enrolled: groups.sizes[at]! }]));
  const column = (name: string, type: Column["type"], of: (row: (typeof there)[number]) => number | string | null): Column => ({
    name,
    type,
    values: there.map(of),
  });
  const used = there.map(({ sum }) => PERCENTILES.map((share) => sum.used.percentile(share)));
  return [
    column("group_id", "int", ({ id }) => id),
    column("from_ms", "bigint", () => fromMs),
    column("enrolled", "int", ({ enrolled }) => enrolled),
    column("hosts", "int", ({ sum }) => sum.hosts),
    column("measured", "int", ({ sum }) => sum.used.total),
    ...["used_p50", "used_p90", "used_p95", "used_p99"].map(
      (name, at): Column => ({ name, type: "smallint", values: used.map((row) => row[at] ?? null) }),
    ),
    column("used_max", "smallint", ({ sum }) => sum.used.max()),
    column("bind_p95", "smallint", ({ sum }) => sum.bind.percentile(0.95)),
    column("bind_max", "smallint", ({ sum }) => sum.bind.max()),
    column("ceiling_p95", "smallint", ({ sum }) => sum.ceiling.percentile(0.95)),
    column("ceiling_max", "smallint", ({ sum }) => sum.ceiling.max()),
    column("closes_tenths", "bigint", ({ sum }) => sum.closesTenths),
    column("failures", "bigint", ({ sum }) => sum.failures),
    column("over_50", "int", ({ sum }) => sum.used.over(500)),
    column("over_60", "int", ({ sum }) => sum.used.over(600)),
    column("over_80", "int", ({ sum }) => sum.used.over(800)),
    column("pass", "int", ({ sum }) => sum.severities[1]!),
    column("warn", "int", ({ sum }) => sum.severities[3]!),
    column("fail", "int", ({ sum }) => sum.severities[4]!),
    column("unknown", "int", ({ sum }) => sum.severities[0]! + sum.severities[2]!),
    column("warn_checks", "int[]", ({ sum }) => sum.checks(sum.warnChecks)),
    column("fail_checks", "int[]", ({ sum }) => sum.checks(sum.failChecks)),
    column("histogram", "int[]", ({ sum }) => (sum.used.total >= HISTOGRAM_HOSTS ? `{${sum.used.tens().join()}}` : null)),
  ];
}

/** One group's hosts in one slot. Used again from slot to slot. */
export class GroupSum {
  hosts = 0;
  closesTenths = 0;
  failures = 0;
  readonly used = new Distribution();
  readonly bind = new Distribution();
  readonly ceiling = new Distribution();
  readonly severities = new Int32Array(5);
  readonly warnChecks = new Int32Array(CHECKS);
  readonly failChecks = new Int32Array(CHECKS);
  #findings = 0;

  begin(): void {
    this.hosts = 0;
    this.closesTenths = 0;
    this.failures = 0;
    this.#findings = 0;
    for (const distribution of [this.used, this.bind, this.ceiling]) distribution.begin();
    for (const counts of [this.severities, this.warnChecks, this.failChecks]) counts.fill(0);
  }

  add(buckets: HostBuckets, place: number): void {
    this.hosts++;
    this.used.add(buckets.usedMax[place]!);
    this.bind.add(buckets.bindMax[place]!);
    this.ceiling.add(buckets.ceilingMax[place]!);
    this.closesTenths += Math.max(0, buckets.closesTenths[place]!);
    this.failures += buckets.failures[place]!;
    this.severities[buckets.severity[place]!]!++;
    const finding = buckets.finding[place]!;
    if (finding === 0 || buckets.severity[place]! < 2) return;
    this.#findings++;
    (finding > 0 ? this.warnChecks : this.failChecks)[Math.abs(finding) - 1]!++;
  }

  /** As far as the last check that found something. */
  checks(counts: Int32Array): string {
    return this.#findings === 0 ? "{}" : `{${counts.subarray(0, counts.findLastIndex((hosts) => hosts > 0) + 1).join()}}`;
  }
}

/** How often each whole value from 0 on was there; a negative one is unknown and not counted. */
class Distribution {
  total = 0;
  #highest = -1;
  readonly #counts = new Int32Array(32_768);

  begin(): void {
    this.#counts.fill(0, 0, this.#highest + 1);
    this.#highest = -1;
    this.total = 0;
  }

  add(value: number): void {
    if (value < 0) return;
    this.total++;
    this.#counts[value]!++;
    if (value > this.#highest) this.#highest = value;
  }

  max(): number | null {
    return this.#highest < 0 ? null : this.#highest;
  }

  /** percentile_disc: the value of row ceil(share × rows), from 1. */
  percentile(share: number): number | null {
    let left = Math.max(1, Math.ceil(share * this.total));
    for (let value = 0; value <= this.#highest; value++) {
      left -= this.#counts[value]!;
      if (left <= 0) return value;
    }
    return null;
  }

  /** Strictly over it. */
  over(value: number): number {
    let sum = 0;
    for (let at = value + 1; at <= this.#highest; at++) sum += this.#counts[at]!;
    return sum;
  }

  /** 101 bins of ten, 0 to 1000. */
  tens(): number[] {
    const bins = new Array<number>(101).fill(0);
    for (let value = 0; value <= this.#highest; value++) bins[Math.floor(value / 10)]! += this.#counts[value]!;
    return bins;
  }
}
