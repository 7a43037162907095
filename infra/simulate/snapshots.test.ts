import { SnapshotWire } from "@berth/shared/contract/snapshot.ts";
import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import { judgeSnapshot } from "@berth/shared/domain/diagnosis/judge-snapshot.ts";
import type { Snapshot, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import { seededRandom } from "@berth/shared/testing/seeded-random.ts";
import { describe, expect, it } from "vitest";
import { DAY_MS, MINUTE_MS } from "./durations.ts";
import { fleetModel } from "./fleet-model.ts";
import { troubledDays } from "./troubled-hosts.ts";

const fleet = fleetModel({ hosts: 1_000, seed: 11 });
const moments = [...randomMoments(300), ...momentsOfTrouble(100)];
const snapshots = moments.flatMap(({ host, atMs }) => fleet.snapshotAt(host, atMs) ?? []);
const namespaces = snapshots.flatMap((snapshot) => snapshot.namespaces);
const tuples = namespaces.flatMap((namespace) => namespace.tuples);
const reusing = namespaces.filter(({ settings }) => settings.tcpTwReuse === 1).flatMap((namespace) => namespace.tuples);

describe("a snapshot", () => {
  it("is one that the API takes", () => {
    const refused = snapshots.flatMap((snapshot) => SnapshotWire.safeParse(snapshot).error?.issues ?? []);
    expect(refused).toEqual([]);
    expect(snapshots.length).toBeGreaterThan(350);
  });

  it("has the capacity of its range less what is reserved", () => {
    for (const { range, reserved, capacity } of namespaces) expect(capacity).toBe(capacityOf(range!, reserved!));
  });

  it("uses what is held and what is blocked, and has the rest as headroom", () => {
    for (const { capacity, held, blocked, used, headroom } of tuples) {
      expect(used).toBe(held + blocked);
      expect(headroom).toEqual({ unlimited: false, low: capacity - used, high: capacity - used, best: capacity - used });
      expect(used).toBeLessThanOrEqual(capacity);
    }
  });

  it("holds the entries of a tuple that no new connection may take over", () => {
    for (const tuple of tuples) expect(tuple.held).toBe(entriesOf(tuple) - tuple.reusableTimeWait);
  });

  it("gives back every port in TIME_WAIT within a minute, in the order in which they were closed", () => {
    for (const tuple of tuples.filter((each) => !reusing.includes(each))) {
      expect(sum(tuple.releases)).toBe(tuple.timeWait);
      const windows = tuple.closesPerSecond.map((_, window) => sum(tuple.releases.slice(window * 10, window * 10 + 10)) / 10);
      expect(tuple.closesPerSecond).toEqual(windows);
    }
  });

  it("gives back at once what is too young to be taken over, where reuse is on", () => {
    expect(reusing.some(({ reusableTimeWait }) => reusableTimeWait > 0)).toBe(true);
    for (const tuple of reusing) {
      expect(sum(tuple.releases)).toBe(tuple.timeWait - tuple.reusableTimeWait);
      expect(sum(tuple.closesPerSecond) * 10).toBeCloseTo(tuple.timeWait, 6);
    }
  });

  it("names the tightest tuples first, and none tighter was left out", () => {
    for (const { tuples, otherTuples } of namespaces) {
      expect(tuples.map(({ used }) => used)).toEqual(tuples.map(({ used }) => used).toSorted((a, b) => b - a));
      if (otherTuples.worstUsedRatio !== null)
        expect(otherTuples.worstUsedRatio * tuples[0]!.capacity).toBeLessThanOrEqual(tuples.at(-1)!.used);
    }
  });

  it("counts as many ports as the fullest tuple has, or more, and never more than all together", () => {
    for (const { tcpPortsInRange, tuples, pools } of namespaces.filter((namespace) => namespace.tcpPortsInRange !== null)) {
      const blocked = tuples[0]!.blocked;
      expect(tcpPortsInRange).toBeGreaterThanOrEqual(Math.max(...tuples.map((tuple) => entriesOf(tuple))) + blocked);
      expect(tcpPortsInRange).toBeLessThanOrEqual(sum(tuples.map((tuple) => entriesOf(tuple))) + blocked);
      expect(pools).toMatchObject([{ used: tcpPortsInRange, headroom: { best: pools[0]!.capacity - tcpPortsInRange! } }]);
    }
  });

  it("shares its live connections among its processes, and names a holder that it lists", () => {
    for (const { processes, tuples, tcpPortsInRange } of namespaces.filter((namespace) => namespace.tcpPortsInRange !== null)) {
      const live = sum(tuples.map((tuple) => entriesOf(tuple) - tuple.timeWait));
      expect(sum(processes.map(({ established, closeWait, other }) => established + closeWait + other))).toBe(live);
      for (const process of processes) expect(process.tcpPortsInRange).toBeLessThanOrEqual(tcpPortsInRange!);
      const names = processes.map(({ name }) => name);
      for (const { holders } of tuples) expect(names).toContain(holders[0]!.process);
      expect(processes.length).toBeGreaterThanOrEqual(3);
      expect(processes.length).toBeLessThanOrEqual(10);
    }
  });

  it("lists at most 20 failures, of the last 24 hours, newest last", () => {
    expect(snapshots.some(({ failures }) => failures.length > 1)).toBe(true);
    for (const { failures, capturedAtMs } of snapshots) {
      expect(failures.length).toBeLessThanOrEqual(20);
      expect(failures.map(({ atMs }) => atMs)).toEqual(failures.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
      for (const { atMs, firstMs, errno } of failures) {
        expect(errno).toBe(99);
        expect(atMs).toBeGreaterThan(capturedAtMs - DAY_MS);
        expect(atMs).toBeLessThanOrEqual(capturedAtMs);
        expect(firstMs).toBeLessThanOrEqual(atMs);
      }
    }
  });

  it("says why it has no TCP figures where it has none", () => {
    const blind = snapshots.filter(({ namespaces }) => namespaces[0]!.tcpStates === null);
    expect(blind.length).toBeGreaterThan(0);
    for (const { gaps, namespaces } of blind) {
      expect(gaps).toMatchObject([{ part: "tcp", reason: "denied", namespaceId: namespaces[0]!.id }]);
      expect(namespaces[0]).toMatchObject({ tuples: [], pools: [], processes: [] });
    }
  });

  it("counts up from the start of its host, whose uptime it tells", () => {
    for (const { sequence, host, capturedAtMs } of snapshots) {
      expect(sequence).toBe(Math.floor(host.uptimeMs! / 10_000) + 1);
      expect(host.uptimeMs).toBeLessThanOrEqual(capturedAtMs);
    }
  });

  it("is judged by the product as its quick severity says, but for few", () => {
    const judged = moments.slice(200).flatMap(({ host, atMs }) => {
      const snapshot = fleet.snapshotAt(host, atMs);
      const figures = fleet.figuresAt(host, atMs);
      return snapshot && figures ? [severityOf(snapshot, pastOf(host, atMs)) === figures.severity] : [];
    });
    expect(judged.filter(Boolean).length).toBeGreaterThan(0.95 * judged.length);
  });
});

const SEVERITY = { fail: 4, warn: 3, unknown: 2, pass: 1 } as const;

const severityOf = (snapshot: Snapshot, past: Snapshot[]): number =>
  SEVERITY[judgeSnapshot(snapshot, { minutes: 60, snapshots: past }, DEFAULT_POLICY).verdict.status];

const pastOf = (host: number, atMs: number): Snapshot[] =>
  [60, 30, 10, 6, 5, 4, 3, 2, 1].flatMap((minutes) => fleet.snapshotAt(host, atMs - minutes * MINUTE_MS) ?? []);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const entriesOf = ({ established, timeWait, closeWait, synSent, finWait }: Tuple): number =>
  established + timeWait + closeWait + synSent + finWait;

function randomMoments(count: number): { host: number; atMs: number }[] {
  const random = seededRandom(17);
  return Array.from({ length: count }, () => ({
    host: Math.floor(random.between(0, 1_000)),
    atMs: fleet.firstMs + Math.floor(random.between(0, 30 * DAY_MS)),
  }));
}

/** Amid surges and blindnesses, whatever a random moment meets. */
function momentsOfTrouble(count: number): { host: number; atMs: number }[] {
  return troubledDays(fleet, 30)
    .flatMap(({ host, plan: { surge, blindness } }) => [
      ...(surge ? [{ host: host.index, atMs: surge.peakMs + MINUTE_MS }] : []),
      ...(blindness ? [{ host: host.index, atMs: blindness.fromMs }] : []),
    ])
    .slice(0, count);
}
