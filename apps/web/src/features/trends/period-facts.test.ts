import { expect, test } from "vitest";
import { sampleTrends } from "../../../testing/sample-trends.ts";
import { periodFacts } from "./period-facts.ts";

const HOUR_MS = 3_600_000;
const at = (minutes: number) => Date.parse("2026-11-24T00:00:00Z") + minutes * 60_000;
const repeat = <T>(value: T, times: number) => Array<T>(times).fill(value);

test("nothing is said of a period in which nobody reported", () => {
  expect(periodFacts(sampleTrends({ hosts: repeat(null, 12) }), HOUR_MS)).toBeNull();
});

test("both ends are compared by their medians, so that one peak is no trend", () => {
  const p95 = [...repeat(0.3, 12), 0.9, ...repeat(0.4, 12), ...repeat(0.5, 11), 0.95];
  const facts = periodFacts(sampleTrends({ hosts: repeat(10, p95.length), p95 }), HOUR_MS);
  expect(facts?.p95).toEqual({ first: 0.3, last: 0.5 });
});

test("of a short history a third at each end is compared", () => {
  const p95 = [0.1, 0.1, 0.5, 0.5, 0.9, 0.9];
  expect(periodFacts(sampleTrends({ hosts: repeat(10, 6), p95 }), HOUR_MS)?.p95).toEqual({ first: 0.1, last: 0.9 });
  expect(periodFacts(sampleTrends({ hosts: [10], p95: [0.2] }), HOUR_MS)?.p95).toEqual({ first: 0.2, last: 0.2 });
});

test("the highest line that was crossed is named, with most hosts and the last such moment", () => {
  const hosts = repeat(10, 4);
  expect(periodFacts(sampleTrends({ hosts, half: [4, 4, 4, 4], sixty: [1, 3, 3, 0] }), HOUR_MS)?.over).toEqual({
    line: 0.6,
    hosts: 3,
    atMs: at(10),
  });
  expect(periodFacts(sampleTrends({ hosts }), HOUR_MS)?.over).toBeNull();
});

test("failures are added up", () => {
  expect(periodFacts(sampleTrends({ hosts: [10, null, 10], failures: [3, null, 4] }), HOUR_MS)?.failures).toBe(7);
});

test("silence of all and of some, blindness and a late beginning are told apart", () => {
  const facts = periodFacts(
    sampleTrends({
      hosts: [null, null, null, 9, null, null, 8, 10, null],
      enrolled: [null, null, null, 10, null, null, 10, 10, null],
      measured: [null, null, null, 9, null, null, 6, 10, null],
      p95: [null, null, null, 0.1, null, null, 0.1, 0.1, null],
    }),
    HOUR_MS,
  );
  expect(facts).toMatchObject({
    beginsAtMs: at(15),
    nobodyMs: 600_000,
    notReporting: { hosts: 2, enrolled: 10, atMs: at(30) },
    notMeasured: 2,
  });
});

test("the step that is still open and the one that was begun before are no gaps", () => {
  const facts = periodFacts(sampleTrends({ hosts: [null, 10, 10, 10, null] }), HOUR_MS);
  expect(facts).toMatchObject({ beginsAtMs: null, nobodyMs: 0, notReporting: null, notMeasured: 0 });
});

test("what no host could measure is not known, rather than zero", () => {
  const facts = periodFacts(sampleTrends({ hosts: [2, 2, 2], measured: [0, 0, 0], p95: [null, null, null] }), HOUR_MS);
  expect(facts?.p95).toBeNull();
  expect(facts?.notMeasured).toBe(2);
});
