import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { describe, expect, test } from "vitest";
import { crowdedSnapshot } from "../testing/crowded-snapshot.ts";
import { fitSnapshot } from "./fit-snapshot.ts";
import { gap } from "./gap-from-error.ts";

const LIMIT = 256 * 1024;
const bytesOf = (snapshot: Snapshot) => new TextEncoder().encode(JSON.stringify(snapshot)).length;
const STRIP = { portsPerCell: 14, evenCells: 1009, cells: "A".repeat(2720), source: null, destination: null };

/** Namespaces whose tuples hold more and more of their range. */
const crowd = (count: number, tuplesEach: number): Snapshot => {
  const [model] = crowdedSnapshot.namespaces as [NamespaceSnapshot];
  const [tuple] = model.tuples;
  const namespaces = Array.from({ length: count }, (_, index): NamespaceSnapshot => {
    const used = 1 + Math.floor((index / count) * 28_000);
    const tuples = Array.from({ length: tuplesEach }, () => ({
      ...tuple!,
      used,
      established: 10,
      timeWait: 0,
      closeWait: 0,
      synSent: 0,
      finWait: 0,
    }));
    const otherTuples = { count: 0, entries: 0, worstUsedRatio: null, coverage: 1 };
    return { ...model, id: String(index), tcpPortsInRange: used, tuples, otherTuples, pools: [], strip: STRIP };
  });
  return { ...crowdedSnapshot, namespaces, gaps: [] };
};

describe("a snapshot within the wire's limits", () => {
  test("that is small enough stays as it is", () => {
    const snapshot = crowd(3, 20);
    expect(fitSnapshot(structuredClone(snapshot))).toEqual(snapshot);
  });

  test("loses tuples first, and says so by coverage and a gap", () => {
    const fitted = fitSnapshot(crowd(30, 20));
    expect(bytesOf(fitted)).toBeLessThanOrEqual(LIMIT);
    const [first] = fitted.namespaces;
    expect(first!.tuples.length).toBeLessThan(20);
    expect(first!.tuples.length).toBeGreaterThan(0);
    expect(first!.otherTuples.count).toBe(20 - first!.tuples.length);
    expect(first!.otherTuples.coverage).toBeCloseTo(first!.tuples.length / 20);
    expect(first!.strip).toEqual(STRIP);
    expect(fitted.gaps).toContainEqual(expect.objectContaining({ part: "tuples", reason: "truncated" }));
  });

  test("of two hundred busy namespaces keeps the agent's own and the tightest", () => {
    const fitted = fitSnapshot(crowd(200, 20));
    expect(bytesOf(fitted)).toBeLessThanOrEqual(LIMIT);
    const ids = fitted.namespaces.map(({ id }) => Number(id));
    expect(ids[0]).toBe(0);
    expect(ids).toContain(199);
    expect(Math.min(...ids.slice(1))).toBe(200 - (ids.length - 1));
    expect(fitted.namespaces.every(({ tuples }) => tuples.length >= 1)).toBe(true);
  });

  test("gives up the pictures of empty ranges before any tuple", () => {
    const idle = crowd(70, 1);
    for (const namespace of idle.namespaces.slice(1)) namespace.tcpPortsInRange = 0;
    const fitted = fitSnapshot(idle);
    expect(fitted.namespaces).toHaveLength(70);
    expect(fitted.namespaces[0]!.strip).toEqual(STRIP);
    expect(fitted.namespaces[1]!.strip).toBeNull();
  });

  test("carries at most 500 gaps and never a reserved list that the wire refuses", () => {
    const snapshot = crowd(1, 1);
    snapshot.gaps = Array.from({ length: 900 }, (_, index) => gap("tcp", "denied", String(index), "no"));
    snapshot.namespaces[0]!.reserved = Array.from({ length: 5000 }, (_, index) => ({ low: 2 * index, high: 2 * index }));
    const fitted = fitSnapshot(snapshot);
    expect(fitted.gaps).toHaveLength(500);
    expect(fitted.gaps.at(-1)!.hint).toMatch(/^402 more gaps/);
    expect(fitted.namespaces[0]!.reserved).toBeNull();
  });
});
