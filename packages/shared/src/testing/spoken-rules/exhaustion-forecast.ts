import type { Evidence } from "../../domain/checklist/check.ts";
import type { Tuple } from "../../domain/host/snapshot.ts";
import { buildTuple } from "../build-snapshot.ts";
import { minutely } from "../judge.ts";
import { evidenceOf, ns } from "./evidence-of.ts";

const of = (tuple: Partial<Tuple>) => ns({ tuples: [buildTuple({ capacity: 10_000, ...tuple })] });
const closing = (rate: number, live = 0) => ({
  used: rate * 60 + live,
  timeWait: rate * 60,
  closesPerSecond: Array.from({ length: 6 }, () => rate),
  releases: Array.from({ length: 60 }, () => rate),
});
const growing = (from: number, perMinute: number, rate = 10) => {
  const at = (minutesAgo: number) => of(closing(rate, from - perMinute * minutesAgo));
  return evidenceOf(at(0), minutely(30, at));
};

/** Snapshots that between them make every rule of eph-eta speak. */
export const exhaustionForecastSpoken: Evidence[] = [
  evidenceOf(of({ used: 10_000 })),
  evidenceOf(of({ ...closing(50), closesPerSecond: [50, 50, 50, 400, 400, 400] })),
  growing(8_000, 200),
  growing(9_300, 100),
  growing(5_000, 60),
  growing(3_000, 30),
  evidenceOf(of(closing(120))),
  evidenceOf(of(closing(10))),
  evidenceOf(of({ used: 900 })),
  evidenceOf(of({ ...closing(50), closesPerSecond: [50, 50, 50, 95, 95, 95] })),
].flat();
