/** What a line's clock is read with. */
export interface LogClock {
  /** When the log was read, epoch milliseconds: it gives lines without a year theirs. Null: such lines have no time. */
  nowMs: number | null;
  /** Minutes east of UTC in lines that do not say. Null: such lines have no time. */
  offsetMinutes: number | null;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** ISO 8601 and RFC 3339, as well as `2026/11/24 11:18:13` (nginx, Go): a zone may follow. */
const ISO = /(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d\d:?\d\d)?/;
/** `24/Nov/2026:11:18:13 +0100` (Apache). */
const COMMON = /(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?: ([+-]\d{4}))?/;
/** `Nov 24 11:18:13` (RFC 3164), without year and zone. */
const SYSLOG = /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)\b/;
/** A time stands at the beginning. */
const LOOKED_AT = 120;

/** When a line was written, epoch milliseconds; null where it does not say or cannot be placed. */
export function timeOfLine(line: string, clock: LogClock): number | null {
  const head = line.slice(0, LOOKED_AT);
  const iso = ISO.exec(head);
  if (iso) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    const atMs = utc(Number(year), Number(month) - 1, Number(day), [hour, minute, second]);
    return placed(atMs === null ? null : atMs + Math.floor(Number(`0.${fraction ?? 0}`) * 1_000), zone, clock);
  }
  const common = COMMON.exec(head);
  if (common) {
    const [, day, month, year, hour, minute, second, zone] = common;
    return placed(utc(Number(year), monthOf(month), Number(day), [hour, minute, second]), zone, clock);
  }
  const syslog = SYSLOG.exec(head);
  if (!syslog || clock.nowMs === null) return null;
  const [, month, day, ...time] = syslog;
  const year = new Date(clock.nowMs).getUTCFullYear();
  const thisYear = placed(utc(year, monthOf(month), Number(day), time), undefined, clock);
  if (thisYear === null || thisYear <= clock.nowMs + DAY_MS) return thisYear;
  return placed(utc(year - 1, monthOf(month), Number(day), time), undefined, clock);
}

const monthOf = (name = ""): number => MONTHS.indexOf(name.toLowerCase());

/** Null for a day or an hour that there is not. */
function utc(year: number, month: number, day: number, time: readonly (string | undefined)[]): number | null {
  const [hour = 0, minute = 0, second = 0] = time.map(Number);
  const atMs = Date.UTC(year, month, day, hour, minute, second);
  const date = new Date(atMs);
  return month >= 0 && date.getUTCMonth() === month && date.getUTCDate() === day && hour < 24 && minute < 60 ? atMs : null;
}

function placed(atMs: number | null, zone: string | undefined, { offsetMinutes }: LogClock): number | null {
  const east = zone === undefined ? offsetMinutes : minutesEast(zone);
  return atMs === null || east === null ? null : Math.max(0, atMs - east * MINUTE_MS);
}

function minutesEast(zone: string): number {
  if (zone === "Z" || zone === "UTC") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
