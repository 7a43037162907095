import type { FleetTrends } from "@berth/shared/contract/trends.ts";
import { LINES } from "../../ui/usage-bar.tsx";

/** What happened in a period, in figures. */
export interface PeriodFacts {
  /** Medians of the 95th percentile at both ends of what is known; null: it was never measured. */
  p95: { first: number; last: number } | null;
  /** The highest line that some host was over, and when most were; null: none was over half. */
  over: { line: number; hosts: number; atMs: number } | null;
  /** Calls that found no port. */
  failures: number;
  /** When the first step with data begins, where that is later than the period. */
  beginsAtMs: number | null;
  /** Between the first and the last report, while no host at all reported. */
  nobodyMs: number;
  /** When most of those enrolled were silent; null: never one of them, while others reported. */
  notReporting: { hosts: number; enrolled: number; atMs: number } | null;
  /** Most that reported at once without figures of their sockets. */
  notMeasured: number;
}

/** The last step is still open, and the first may have begun before the period. */
const LATE_STEPS = 2;

/** Null where nobody reported at all. `endMs`: how much of each end is compared, if there is three times as much. */
export function periodFacts(trends: FleetTrends, endMs: number): PeriodFacts | null {
  const { hosts, enrolled, measured, usedRatio, hostsOver, failures } = trends;
  const stepMs = trends.stepSeconds * 1_000;
  const atMs = (step: number) => Date.parse(trends.from) + step * stepMs;
  const first = hosts.findIndex((count) => count !== null);
  const last = hosts.findLastIndex((count) => count !== null);
  if (first < 0) return null;
  const end = Math.max(1, Math.floor(Math.min(endMs / stepMs, (last + 1 - first) / 3)));
  const [before, after] = [usedRatio.p95.slice(first, first + end), usedRatio.p95.slice(last + 1 - end, last + 1)].map(median);
  const columns = [hostsOver.half, hostsOver.sixty, hostsOver.eighty];
  const line = columns.findLastIndex((column) => column.some((count) => count !== null && count > 0));
  const most = largest(columns[line] ?? []);
  const silent = largest(hosts.map((count, step) => (count === null ? null : (enrolled[step] ?? count) - count)));
  const blind = largest(hosts.map((count, step) => (count === null ? null : count - (measured[step] ?? count))));
  return {
    p95: before == null || after == null ? null : { first: before, last: after },
    over: most && { line: LINES[line] ?? LINES[0], hosts: most.value, atMs: atMs(most.at) },
    failures: failures.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    beginsAtMs: first >= LATE_STEPS ? atMs(first) : null,
    nobodyMs: hosts.slice(first, last).filter((count) => count === null).length * stepMs,
    notReporting:
      silent && silent.value > 0 ? { hosts: silent.value, enrolled: enrolled[silent.at] ?? silent.value, atMs: atMs(silent.at) } : null,
    notMeasured: blind?.value ?? 0,
  };
}

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor((known.length - 1) / 2)] ?? null;
}

/** The largest value, where it was seen last. */
function largest(values: readonly (number | null)[]): { at: number; value: number } | null {
  let found: { at: number; value: number } | null = null;
  for (const [at, value] of values.entries()) if (value !== null && (found === null || value >= found.value)) found = { at, value };
  return found;
}
