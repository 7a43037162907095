import type { DayPlan, Span } from "./day-plan.ts";
import { AFTERMATH_MS } from "./day-plan.ts";
import { BUCKET_MS, SAMPLE_MS, SAMPLES_PER_BUCKET } from "./durations.ts";
import type { Severity } from "./quick-severity.ts";
import type { SampleFigures } from "./sample-figures.ts";

/** Five minutes of a host in figures: of its samples every ten seconds from the bucket's start on. TCP's are null where none was read. */
export interface FiveMinutes {
  /** 0 to 30: those that arrived. */
  samples: number;
  tightestUsedRatioMax: number | null;
  tightestUsedRatioMean: number | null;
  tightestUsedRatioLast: number | null;
  bindPoolUsedRatioMax: number | null;
  bindPoolUsedRatioMean: number | null;
  bindPoolUsedRatioLast: number | null;
  udpUsedRatioMax: number;
  udpUsedRatioMean: number;
  udpUsedRatioLast: number;
  rateOverCeilingMax: number | null;
  closesPerSecondMax: number | null;
  closesPerSecondMean: number | null;
  closesPerSecondLast: number | null;
  /** In all. */
  failures: number;
  severityMax: Severity;
  severityLast: Severity;
}

const LAST_MS = BUCKET_MS - SAMPLE_MS;
const MIDDLE_MS = LAST_MS / 2;

/**
 * A calm bucket has no turn and no step inside: three samples tell its largest and, by Simpson's rule, its mean. One in
 * which something begins, goes on or ends is read sample by sample. Null: nothing was heard of the host.
 */
export function fiveMinutesOf(plan: DayPlan, fromMs: number, figuresAt: (atMs: number) => SampleFigures | null): FiveMinutes | null {
  if (isEventful(plan, fromMs)) return ofSamples(figuresAt, fromMs);
  const first = figuresAt(fromMs)!;
  const middle = figuresAt(fromMs + MIDDLE_MS)!;
  const last = figuresAt(fromMs + LAST_MS)!;
  return {
    samples: SAMPLES_PER_BUCKET,
    tightestUsedRatioMax: Math.max(first.tightestUsedRatio!, middle.tightestUsedRatio!, last.tightestUsedRatio!),
    tightestUsedRatioMean: simpson(first.tightestUsedRatio!, middle.tightestUsedRatio!, last.tightestUsedRatio!),
    tightestUsedRatioLast: last.tightestUsedRatio,
    bindPoolUsedRatioMax: Math.max(first.bindPoolUsedRatio!, middle.bindPoolUsedRatio!, last.bindPoolUsedRatio!),
    bindPoolUsedRatioMean: simpson(first.bindPoolUsedRatio!, middle.bindPoolUsedRatio!, last.bindPoolUsedRatio!),
    bindPoolUsedRatioLast: last.bindPoolUsedRatio,
    udpUsedRatioMax: Math.max(first.udpUsedRatio, middle.udpUsedRatio, last.udpUsedRatio),
    udpUsedRatioMean: simpson(first.udpUsedRatio, middle.udpUsedRatio, last.udpUsedRatio),
    udpUsedRatioLast: last.udpUsedRatio,
    rateOverCeilingMax: Math.max(first.rateOverCeiling!, middle.rateOverCeiling!, last.rateOverCeiling!),
    closesPerSecondMax: Math.max(first.closesPerSecond!, middle.closesPerSecond!, last.closesPerSecond!),
    closesPerSecondMean: simpson(first.closesPerSecond!, middle.closesPerSecond!, last.closesPerSecond!),
    closesPerSecondLast: last.closesPerSecond,
    failures: 0,
    severityMax: worse(worse(first.severity, middle.severity), last.severity),
    severityLast: last.severity,
  };
}

const simpson = (first: number, middle: number, last: number): number => (first + 4 * middle + last) / 6;

const worstOf = (...samples: readonly SampleFigures[]): Severity => samples.map(({ severity }) => severity).reduce(worse);

/** The larger of two severities is one of them, which Math.max does not say. */
const worse = (a: Severity, b: Severity): Severity => Math.max(a, b) as Severity;

function isEventful({ surge, silence, blindness }: DayPlan, fromMs: number): boolean {
  return touches(silence, fromMs, 0) || touches(blindness, fromMs, 0) || touches(surge, fromMs, AFTERMATH_MS);
}

/** `tailMs`: how long it is felt after its end. */
const touches = (span: Span | null, fromMs: number, tailMs: number): boolean =>
  span !== null && span.fromMs < fromMs + BUCKET_MS && span.untilMs + tailMs > fromMs;

function ofSamples(figuresAt: (atMs: number) => SampleFigures | null, fromMs: number): FiveMinutes | null {
  const samples: SampleFigures[] = [];
  for (let index = 0; index < SAMPLES_PER_BUCKET; index++) {
    const figures = figuresAt(fromMs + index * SAMPLE_MS);
    if (figures) samples.push(figures);
  }
  const last = samples.at(-1);
  if (last === undefined) return null;
  const tightest = knownOf(samples, "tightestUsedRatio");
  const pool = knownOf(samples, "bindPoolUsedRatio");
  const closes = knownOf(samples, "closesPerSecond");
  const udp = knownOf(samples, "udpUsedRatio");
  return {
    samples: samples.length,
    tightestUsedRatioMax: most(tightest),
    tightestUsedRatioMean: mean(tightest),
    tightestUsedRatioLast: last.tightestUsedRatio,
    bindPoolUsedRatioMax: most(pool),
    bindPoolUsedRatioMean: mean(pool),
    bindPoolUsedRatioLast: last.bindPoolUsedRatio,
    udpUsedRatioMax: Math.max(...udp),
    udpUsedRatioMean: sum(udp) / udp.length,
    udpUsedRatioLast: last.udpUsedRatio,
    rateOverCeilingMax: most(knownOf(samples, "rateOverCeiling")),
    closesPerSecondMax: most(closes),
    closesPerSecondMean: mean(closes),
    closesPerSecondLast: last.closesPerSecond,
    failures: sum(samples.map(({ failures }) => failures)),
    severityMax: worstOf(...samples),
    severityLast: last.severity,
  };
}

type Ratio = "tightestUsedRatio" | "bindPoolUsedRatio" | "udpUsedRatio" | "rateOverCeiling" | "closesPerSecond";

const knownOf = (samples: readonly SampleFigures[], name: Ratio): number[] =>
  samples.flatMap((sample) => {
    const value = sample[name];
    return value === null ? [] : [value];
  });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const most = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));
const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : sum(values) / values.length);
