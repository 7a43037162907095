import { describe, expect, it } from "vitest";
import { deployLevelAt, deploysOf } from "./deploys.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SAMPLE_MS } from "./durations.ts";
import { fleetModel } from "./fleet-model.ts";
import { DRIFT_DAY } from "./host-configuration.ts";
import { SERVICES } from "./services.ts";
import { troubledDays } from "./troubled-hosts.ts";

const SEED = 5;
const DAYS = 30;
const fleet = fleetModel({ hosts: 1_000, seed: SEED });
const troubled = troubledDays(fleet, DAYS);
/** 2026-01-05, a Monday. */
const MONDAY_MS = fleet.firstMs + 4 * DAY_MS;

describe("a month of a thousand hosts", () => {
  it("has a day and a night, and weekends", () => {
    const inEurope = hostsOf("checkout").filter(({ labels }) => labels.zone === "eu1");
    const loadAt = (atMs: number) => median(inEurope.flatMap(({ index }) => fleet.figuresAt(index, atMs)?.tightestUsedRatio ?? []));
    expect(loadAt(MONDAY_MS + 14 * HOUR_MS)).toBeGreaterThan(1.8 * loadAt(MONDAY_MS + 2 * HOUR_MS));
    const payments = (atMs: number) => median(hostsOf("ledger").flatMap(({ index }) => fleet.figuresAt(index, atMs)?.udpUsedRatio ?? []));
    expect(payments(MONDAY_MS + 12 * HOUR_MS)).toBeGreaterThan(payments(MONDAY_MS - 12 * HOUR_MS));
  });

  it("strays for minutes, not from sample to sample", () => {
    const busy = busiest();
    const at = (minutes: number) => fleet.figuresAt(busy, MONDAY_MS + minutes * MINUTE_MS)?.tightestUsedRatio ?? 0;
    const steps = (minutes: number) => Array.from({ length: 100 }, (_, index) => Math.abs(at(20 * index + minutes) - at(20 * index)));
    expect(mean(steps(10))).toBeGreaterThan(5 * mean(steps(SAMPLE_MS / MINUTE_MS)));
  });

  it("has deploys after which a service's load is another one", () => {
    const deploys = SERVICES.map((_, index) => deploysOf(SEED, index));
    const found = deploys.flatMap(({ levels, startsMs }, service) =>
      Array.from({ length: DAYS }, (_, day) => ({ service, day, startMs: startsMs[day]!, shift: levels[day]! / (levels[day - 1] ?? 1) })),
    );
    const { service, day, startMs, shift } = found.find((each) => each.startMs > 0 && Math.abs(each.shift - 1) > 0.15)!;
    const shifts = fleet.hosts
      .filter(({ serviceIndex }) => serviceIndex === service)
      .flatMap(({ index, rolloutDelayMs }) => {
        const atMs = fleet.firstMs + day * DAY_MS + startMs + rolloutDelayMs;
        const before = fleet.figuresAt(index, atMs - SAMPLE_MS)?.tightestUsedRatio;
        const after = fleet.figuresAt(index, atMs)?.tightestUsedRatio;
        return before && after ? [after / before] : [];
      });
    expect(median(shifts)).toBeCloseTo(shift, 1);
  });

  it("has services that grow week by week, and others that do not", () => {
    const grown = (name: string) => {
      const service = SERVICES.findIndex((each) => each.name === name);
      const level = (days: number) => deployLevelAt(deploysOf(SEED, service), days * DAY_MS + 20 * HOUR_MS, 0);
      const loads = (days: number) =>
        hostsOf(name).map(({ index }) => fleet.figuresAt(index, fleet.firstMs + days * DAY_MS + 20 * HOUR_MS)?.tightestUsedRatio ?? null);
      const [first, last] = [loads(0), loads(28)];
      return median(last.flatMap((load, index) => (load && first[index] ? [load / first[index]] : []))) / (level(28) / level(0));
    };
    expect(grown("notify")).toBeGreaterThan(1.35);
    expect(grown("cart")).toBeGreaterThan(0.9);
    expect(grown("cart")).toBeLessThan(1.1);
  });

  it.each(["established", "closeWait"] as const)(
    "has leaks of %s connections that climb for hours until the program starts anew",
    (kind) => {
      const climbs = fleet.hosts.filter(({ leak }) => leak?.kind === kind).map(({ index, leak }) => ({ index, leak: leak! }));
      const climbing = climbs.find(({ index, leak }) => leaked(index, leak.tuple, kind, roundOf(leak) + leak.everyMs - SAMPLE_MS) > 1_000)!;
      const { index, leak } = climbing;
      const at = (share: number) => leaked(index, leak.tuple, kind, roundOf(leak) + share * leak.everyMs);
      expect(at(0.9)).toBeGreaterThan(at(0.5));
      expect(at(0.5)).toBeGreaterThan(at(0.1));
      const restartedMs = roundOf(leak) + leak.everyMs;
      expect(leaked(index, leak.tuple, kind, restartedMs)).toBeLessThan(0.6 * leaked(index, leak.tuple, kind, restartedMs - SAMPLE_MS));
    },
  );

  it("has exhaustions: a climb of minutes, no port left, calls that fail with errno 99, and an end", () => {
    const exhausted = troubled.filter(({ plan }) => plan.surge?.peak === 1);
    expect(exhausted.length).toBeGreaterThan(20);
    const { host, plan } = exhausted[0]!;
    const { fromMs, peakMs, untilMs } = plan.surge!;
    const ratioAt = (atMs: number) => fleet.figuresAt(host.index, atMs)?.tightestUsedRatio;
    expect(ratioAt(peakMs)).toBe(1);
    expect(ratioAt((fromMs + peakMs) / 2)).toBeLessThan(0.9);
    expect(ratioAt(untilMs + 2 * MINUTE_MS)).toBeLessThan(0.9);
    expect(fleet.snapshotAt(host.index, peakMs + MINUTE_MS)?.failures.at(-1)).toMatchObject({ errno: 99, operation: "connect" });
  });

  it("has surges that end before the ports do", () => {
    expect(troubled.some(({ plan }) => plan.surge !== null && plan.surge.peak < 1)).toBe(true);
  });

  it("has hosts of which nothing is heard for hours, and agents that cannot read TCP", () => {
    const silences = troubled.flatMap(({ plan }) => plan.silence ?? []);
    expect(silences.length).toBeGreaterThan(50);
    expect(Math.min(...silences.map(({ fromMs, untilMs }) => untilMs - fromMs))).toBeGreaterThanOrEqual(HOUR_MS);
    const { host, plan } = troubled.find(({ plan }) => plan.blindness !== null && plan.silence === null)!;
    expect(fleet.figuresAt(host.index, plan.blindness!.fromMs)?.tightestUsedRatio).toBeNull();
    expect(fleet.figuresAt(host.index, plan.blindness!.untilMs)?.tightestUsedRatio).not.toBeNull();
  });

  it("has a few hosts that are set up otherwise, some of them since a day within it, which they tell for a week", () => {
    const unusual = fleet.hosts.filter(({ configuration }) => configuration.configuration.unusual !== null);
    expect(unusual.length).toBeGreaterThan(30);
    expect(unusual.length).toBeLessThan(120);
    const late = unusual.find(({ configuration }) => configuration.changedMs !== null && configuration.configuration.capacity !== 28_232)!;
    const snapshotOn = (day: number) => fleet.snapshotAt(late.index, fleet.firstMs + day * DAY_MS)!;
    expect(snapshotOn(DRIFT_DAY)).toMatchObject({ namespaces: [{ capacity: 28_232 }], changes: [] });
    expect(snapshotOn(DRIFT_DAY + 1).namespaces[0]!.capacity).toBe(late.configuration.configuration.capacity);
    expect(snapshotOn(DRIFT_DAY + 1).changes).toMatchObject([{ what: "net.ipv4.ip_local_port_range" }]);
    expect(snapshotOn(DRIFT_DAY + 9).changes).toEqual([]);
  });
});

const hostsOf = (service: string) => fleet.hosts.filter(({ labels }) => labels.service === service);

/** When the first round of a leak begins within the month. */
const roundOf = ({ phaseMs, everyMs }: { phaseMs: number; everyMs: number }): number =>
  phaseMs + Math.ceil((fleet.firstMs - phaseMs) / everyMs) * everyMs;

function leaked(host: number, tuple: number, kind: "established" | "closeWait", atMs: number): number {
  const { destination } = fleet.hosts[host]!.tuples[tuple]!;
  const tuples = fleet.snapshotAt(host, atMs)?.namespaces[0]?.tuples ?? [];
  return tuples.find((each) => each.destination.address === destination.address)?.[kind] ?? 0;
}

const busiest = (): number => fleet.hosts.reduce((most, host) => (host.tuples[0]!.ports > most.tuples[0]!.ports ? host : most)).index;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
