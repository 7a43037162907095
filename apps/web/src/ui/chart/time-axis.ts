import type uPlot from "uplot";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 28 * DAY;

/** Where marks may stand, in seconds; steps of 30 days are whole months to uPlot, of 365 days whole years. */
const STEPS = [
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 4, 7, 14, 30, 60, 90, 180, 365].map((days) => days * DAY),
];

/** Hours and minutes, from midnight to midnight the day, over months the month. */
export function timeAxis(locale: string, timeZone: string): Pick<uPlot.Axis, "incrs" | "values"> {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const written = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    return (seconds: number) => written.format(seconds * 1000);
  };
  const time = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = format({ month: "short", day: "numeric" });
  const month = format({ year: "2-digit", month: "short" });
  const within = (at: number) => (time(at) === "00:00" ? day(at) : time(at));
  return { incrs: STEPS, values: (_, splits, _axis, _space, step) => splits.map(step < DAY ? within : step < MONTH ? day : month) };
}

/** A moment in full, to the second where points are so close, to the day where they stand for days. */
export function momentFormat(locale: string, timeZone: string, spacingMs: number): (atMs: number) => string {
  const isDays = spacingMs >= 1000 * DAY;
  const format = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    month: "short",
    day: "numeric",
    ...(isDays ? { year: "numeric" } : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    ...(spacingMs < 1000 * MINUTE && { second: "2-digit" }),
    timeZone,
  });
  return (atMs) => format.format(atMs);
}

/** Dates in English stand as in the rest of the dashboard: 24 Nov. */
export const localeOf = (language: string): string => (language === "ja" ? "ja-JP" : "en-GB");
