import { describe, expect, it } from "vitest";
import { BUCKET_MS, DAY_MS, SAMPLE_MS, SAMPLES_PER_BUCKET } from "./durations.ts";
import { fleetModel } from "./fleet-model.ts";
import type { SampleFigures } from "./sample-figures.ts";
import { troubledDays } from "./troubled-hosts.ts";

const fleet = fleetModel({ hosts: 1_000, seed: 21 });

describe("five minutes of a calm host", () => {
  const buckets = Array.from({ length: 300 }, (_, index) => ({
    host: (index * 37) % 1_000,
    fromMs: fleet.firstMs + ((index * 7_919) % 8_640) * BUCKET_MS,
  }));

  it("are what thirty samples say, to half a percent of the host's own figures and a port", () => {
    for (const { host, fromMs } of buckets) {
      const bucket = fleet.fiveMinutes(host, fromMs);
      const ratios = samplesOf(host, fromMs).flatMap(({ tightestUsedRatio }) => tightestUsedRatio ?? []);
      if (bucket === null || bucket.tightestUsedRatioMax === null || ratios.length < SAMPLES_PER_BUCKET) continue;
      const [most, mean] = [Math.max(...ratios), ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length];
      const tolerance = 0.005 * most + 1 / 16_384;
      expect(Math.abs(bucket.tightestUsedRatioMax - most)).toBeLessThan(tolerance);
      expect(Math.abs(bucket.tightestUsedRatioMean! - mean)).toBeLessThan(tolerance);
      expect(bucket.tightestUsedRatioLast).toBe(ratios.at(-1));
      expect(bucket.samples).toBe(30);
    }
  });
});

describe("five minutes in which something happens", () => {
  const troubled = troubledDays(fleet, 30);

  it("count the samples that arrived, and are none in the midst of a silence", () => {
    const { host, plan } = troubled.find(({ plan }) => plan.silence !== null)!;
    const { fromMs } = plan.silence!;
    const bucket = Math.floor(fromMs / BUCKET_MS) * BUCKET_MS;
    expect(fleet.fiveMinutes(host.index, bucket)?.samples ?? 0).toBe(Math.ceil((fromMs - bucket) / SAMPLE_MS));
    expect(fleet.fiveMinutes(host.index, bucket + BUCKET_MS)).toBeNull();
  });

  it("have samples and no TCP figures while the agent is blind", () => {
    const { host, plan } = troubled.find(({ plan }) => plan.blindness !== null)!;
    const bucket = Math.ceil(plan.blindness!.fromMs / BUCKET_MS) * BUCKET_MS;
    expect(fleet.fiveMinutes(host.index, bucket)).toMatchObject({ samples: 30, tightestUsedRatioMax: null, closesPerSecondMean: null });
  });

  it("add up the failures of an exhaustion, of which none is lost between buckets", () => {
    const { host, plan } = troubled.find(({ plan }) => plan.surge?.peak === 1)!;
    const { fromMs, untilMs, peakMs, failuresPerSecond } = plan.surge!;
    const first = Math.floor(fromMs / BUCKET_MS) * BUCKET_MS;
    const buckets = Array.from({ length: 15 }, (_, index) => fleet.fiveMinutes(host.index, first + index * BUCKET_MS)!);
    const failures = buckets.reduce((sum, bucket) => sum + bucket.failures, 0);
    expect(failures).toBe(Math.floor(((untilMs - peakMs) / 1_000) * failuresPerSecond));
    expect(Math.max(...buckets.map(({ tightestUsedRatioMax }) => tightestUsedRatioMax ?? 0))).toBe(1);
    expect(Math.max(...buckets.map(({ severityMax }) => severityMax))).toBe(4);
    expect(untilMs - first).toBeLessThan(DAY_MS);
  });
});

const samplesOf = (host: number, fromMs: number): SampleFigures[] =>
  Array.from({ length: SAMPLES_PER_BUCKET }, (_, index) => fleet.figuresAt(host, fromMs + index * SAMPLE_MS) ?? []).flat();
