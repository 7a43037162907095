import { meanClosesPerSecond } from "./churn.ts";
import { earlyForecast } from "./early-forecast.ts";
import { type Before, type Outlook, outlookOf, secondsToFull, usedAhead } from "./outlook.ts";
import type { PortUse } from "./port-use.ts";
import { isDense } from "./short-slope.ts";
import { sureSlope, type Trend, trendOf } from "./trend.ts";
import type { Forecast, UseReading } from "./use-reading.ts";

export type { Forecast, UseReading };

/** One a minute; fewer say nothing of the load's trend, and what the last seconds show is all there is. */
export const LEAST_READINGS = 5;
/** How far the readings reach back that a trend is laid through. */
export const TREND_MINUTES = 30;

/** What fills so soon is not waited for until the trend of half an hour shows it. */
const SUDDEN_MINUTES = 10;
/** What is held against the present is at least so old, where there is such a reading: the second before is mostly chance. */
const BEFORE_SECONDS = 20;

/** Closes are known for six windows of 10 s, and a snapshot is never on the second. */
const WINDOWS_SECONDS = 65;
/** One a minute, and some slack: a snapshot is never on the second. */
const SPACING_MS = 45_000;
const HORIZON_MINUTES = 24 * 60;
/** From here on a step of ten minutes is exact enough. */
const COARSE_FROM_MINUTES = 120;
const COARSE_STEP_MINUTES = 10;
/** A growing load grows less and less: what is left of its slope each minute. A leak is not damped. */
const DAMPING = { low: 1, best: 0.995, high: 0.93 } as const;
/** Standard errors from the best guess to either end of the interval. */
const INTERVAL_ERRORS = 1.7;

/** Where connections seem to live longer, the closes do not tell how many there are: growth may be the load's or a leak's. */
const TELLING_LIFE_SECONDS = 120;

/** How use goes on: its rate, and what moves. */
interface Course {
  closesPerSecond: number;
  closesGrowth: number;
  /** Standing ports per minute that grow with the load. */
  loadGrowth: number;
  /** Standing ports per minute that grow while the load does not. */
  leakGrowth: number;
  damping: number;
}

/**
 * Minutes to exhaustion from readings of the last half hour, oldest first, the present last; one a minute is enough.
 *
 * Three things together: where the present rate settles (Little's law; what is in TIME_WAIT comes back by its schedule), the
 * trend of that rate, damped, and the growth of ports that stand beyond what the load explains, which is a leak and goes on
 * as it is. Until there are enough readings for that, and for a leak that began within the last minute, seconds of readings
 * and the six windows of the last one tell, with a wide interval.
 */
export function forecastOf(readings: readonly UseReading[]): Forecast {
  const present = readings.at(-1);
  if (present === undefined) return { kind: "unknown", reason: "too-few-readings" };
  const { use } = present;
  if (use.used >= use.capacity) return { kind: "minutes", low: 0, best: 0, high: 0 };
  const outlook = outlookOf(use, beforeOf(readings));
  const { closesPerSecond, secondsToFull } = outlook;
  const recent = oneAMinute(readings, present.atMs);
  const early = earlyForecast(readings, closesPerSecond.isKnown ? closesPerSecond.value : null);
  const isEarly = recent.length < LEAST_READINGS || isDense(readings);
  if (secondsToFull !== null) return sooner(soon(use, secondsToFull / 60), isEarly ? early : null);
  if (recent.length >= LEAST_READINGS) {
    const isSudden = isEarly && early.kind === "minutes" && early.best < SUDDEN_MINUTES;
    return sooner(lateForecast(present, recent, outlook), isSudden ? early : null);
  }
  return early.kind === "unknown" && !closesPerSecond.isKnown ? { kind: "unknown", reason: closesPerSecond.reason } : early;
}

function sooner(forecast: Forecast, other: Forecast | null): Forecast {
  if (other?.kind !== "minutes") return forecast;
  return forecast.kind !== "minutes" || other.best < forecast.best ? other : forecast;
}

/** From the trend of the last half hour. */
function lateForecast(present: UseReading, recent: readonly UseReading[], outlook: Outlook): Forecast {
  const { use } = present;
  const trend = (value: (use: PortUse) => number) =>
    trendOf(recent.map((then) => ({ minute: (then.atMs - present.atMs) / 60_000, value: value(then.use) })));
  const closes = outlook.closesPerSecond.isKnown ? outlook.closesPerSecond.value : 0;
  const courses = coursesOf(
    closes,
    leastLifeSeconds(recent),
    trend(minuteRate),
    trend(({ standing }) => standing),
  );
  const [low, best, high] = courses.map((course) => minutesToFull(use, course));
  if (best == null) return { kind: "never", low: low ?? null };
  return { kind: "minutes", low: Math.min(low ?? best, best), best, high: high == null ? null : Math.max(high, best) };
}

/** A reading some time before the present one, if the windows of closes reach back so far. */
export function beforeOf(readings: readonly UseReading[]): Before | null {
  const present = readings.at(-1);
  if (present === undefined) return null;
  const within = readings.slice(0, -1).flatMap(({ atMs, use }) => {
    const secondsAgo = (present.atMs - atMs) / 1000;
    return secondsAgo > 0 && secondsAgo <= WINDOWS_SECONDS ? [{ use, secondsAgo }] : [];
  });
  return within.findLast(({ secondsAgo }) => secondsAgo >= BEFORE_SECONDS) ?? within[0] ?? null;
}

/** The readings that a trend is laid through: of the last half hour, one a minute, oldest first, the present among them. */
function oneAMinute(readings: readonly UseReading[], presentMs: number): UseReading[] {
  const kept: UseReading[] = [];
  for (const reading of readings.toReversed()) {
    if (presentMs - reading.atMs > TREND_MINUTES * 60_000 + SPACING_MS) break;
    const newer = kept.at(-1);
    if (newer === undefined || newer.atMs - reading.atMs >= SPACING_MS) kept.push(reading);
  }
  return kept.reverse();
}

/** The rate alone fills every port within one hold time: the interval is that of the last windows. */
function soon(use: PortUse, best: number): Forecast {
  if (!use.closesPerSecond) return { kind: "minutes", low: best, best, high: best };
  const at = (closesPerSecond: number) => minutesAtRate(use, closesPerSecond);
  const newest = use.closesPerSecond.slice(-3);
  const [least, most] = [at(Math.min(...newest)), at(Math.max(...newest))];
  return { kind: "minutes", low: Math.min(best, most ?? best), best, high: least === null ? null : Math.max(best, least) };
}

/** Closes per second over a whole minute, so that a minute's noise does not look like a trend. */
function minuteRate({ closesPerSecond, waiting, hold }: PortUse): number {
  if (closesPerSecond) return meanClosesPerSecond(closesPerSecond);
  return hold.seconds > 0 ? waiting / hold.seconds : 0;
}

/**
 * Mean life of a connection when fewest were leaked: standing ports ÷ closes per second, the least of all readings. Endless
 * where nothing was closed from this side.
 */
const leastLifeSeconds = (readings: readonly UseReading[]): number =>
  Math.min(...readings.map(({ use }) => (minuteRate(use) > 0 ? (use.standing - use.blocked) / minuteRate(use) : Number.POSITIVE_INFINITY)));

/** The earliest, the likeliest and the latest that the trends allow. */
function coursesOf(closesPerSecond: number, lifeSeconds: number, rate: Trend, standing: Trend): [Course, Course, Course] {
  const course = (closes: number, closesGrowth: number, growth: number, damping: number): Course => {
    const ofLoad = lifeSeconds > TELLING_LIFE_SECONDS ? growth : Math.max(0, lifeSeconds * closesGrowth);
    const loadGrowth = Math.min(Math.max(0, growth), ofLoad);
    return { closesPerSecond: Math.max(0, closes), closesGrowth, loadGrowth, leakGrowth: Math.max(0, growth - loadGrowth), damping };
  };
  const moved = (errors: number, damping: number) =>
    course(
      closesPerSecond + errors * rate.noise,
      rate.perMinute + errors * rate.error,
      standing.perMinute + errors * standing.error,
      damping,
    );
  return [
    moved(INTERVAL_ERRORS, DAMPING.low),
    course(closesPerSecond, sureSlope(rate), sureSlope(standing), DAMPING.best),
    moved(-INTERVAL_ERRORS, DAMPING.high),
  ];
}

function minutesToFull(use: PortUse, course: Course): number | null {
  const { closesPerSecond, closesGrowth, loadGrowth, leakGrowth, damping } = course;
  const settled = minutesAtRate(use, closesPerSecond);
  if (settled !== null) return settled;
  const portsAfter = (minute: number) => {
    const grown = damping < 1 ? (damping * (1 - damping ** minute)) / (1 - damping) : minute;
    const rate = Math.max(0, closesPerSecond + closesGrowth * grown);
    return use.standing + leakGrowth * minute + loadGrowth * grown + rate * use.hold.seconds;
  };
  if (closesGrowth >= 0 && portsAfter(HORIZON_MINUTES) < use.capacity) return null;
  let before = portsAfter(0);
  for (let minute = 0; minute < HORIZON_MINUTES; ) {
    const step = minute < COARSE_FROM_MINUTES ? 1 : COARSE_STEP_MINUTES;
    minute += step;
    const ports = portsAfter(minute);
    if (ports >= use.capacity) return minute - (step * (ports - use.capacity)) / Math.max(ports - before, Number.EPSILON);
    before = ports;
  }
  return null;
}

/** Minutes until this rate alone takes the last port, within one hold time; null where it does not. */
function minutesAtRate(use: PortUse, closesPerSecond: number): number | null {
  if (use.standing + use.waiting + closesPerSecond * use.hold.seconds < use.capacity) return null;
  const seconds = secondsToFull(use, usedAhead(use, closesPerSecond));
  return seconds === null ? null : seconds / 60;
}
