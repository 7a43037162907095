import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endsFrame, untilNextSampleMs } from "./sample-schedule.ts";

const hostId = fc.stringMatching(/^host_[0-9a-z]{1,26}$/);
const nowMs = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
const sampleSeconds = fc.integer({ min: 5, max: 300 });

describe("sample schedule", () => {
  it("comes back to the host's own point of the interval, never in a burst and never after a long silence", () => {
    fc.assert(
      fc.property(hostId, sampleSeconds, nowMs, (host, seconds, now) => {
        const periodMs = seconds * 1_000;
        const waitMs = untilNextSampleMs(host, seconds, now);
        expect(waitMs).toBeGreaterThan(periodMs / 2);
        expect(waitMs).toBeLessThanOrEqual(1.5 * periodMs);
        const point = now + waitMs;
        expect(untilNextSampleMs(host, seconds, point)).toBe(periodMs);
      }),
    );
  });

  it("spreads a fleet over the interval", () => {
    const waits = Array.from({ length: 1_000 }, (_, index) => untilNextSampleMs(`host_${index.toString(36)}`, 10, 0) % 10_000);
    const fifths = [0, 1, 2, 3, 4].map((fifth) => waits.filter((wait) => Math.floor(wait / 2_000) === fifth).length);
    for (const hosts of fifths) expect(hosts).toBeGreaterThan(100);
  });
});

describe("frames", () => {
  it("end with one sample in every frame's length, whenever the host started and however late its timers are", () => {
    fc.assert(
      fc.property(
        hostId,
        sampleSeconds,
        fc.integer({ min: 1, max: 60 }),
        nowMs,
        fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 130, maxLength: 130 }),
        (host, seconds, frameSamples, start, delays) => {
          let now = start;
          const ends = delays.map((delay) => {
            now += untilNextSampleMs(host, seconds, now) + delay;
            return endsFrame(host, seconds, frameSamples, now);
          });
          const first = ends.indexOf(true);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(first).toBeLessThan(frameSamples);
          expect(ends).toEqual(ends.map((_, index) => (index - first) % frameSamples === 0));
        },
      ),
    );
  });

  it("of a fleet end spread over the minute, not in step", () => {
    const hosts = Array.from({ length: 1_200 }, (_, index) => `host_${index.toString(36)}`);
    const tenths = [0, 1, 2, 3, 4, 5].map((tenth) => hosts.filter((host) => endsFrame(host, 10, 6, tenth * 10_000)).length);
    for (const ending of tenths) expect(ending).toBeGreaterThan(120);
    expect(tenths.reduce((sum, ending) => sum + ending)).toBe(hosts.length);
  });
});
