import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import { unitOfProgram } from "./compose-tuples.ts";
import { type DayPlan, failuresUntil, type Surge, surgeOf } from "./day-plan.ts";
import { DAY_MS, MINUTE_MS, SAMPLE_MS } from "./durations.ts";
import type { SimulatedHost } from "./simulated-host.ts";

const LISTED_MAX = 20;
/** EADDRNOTAVAIL of Linux: connect() found no port. */
const EADDRNOTAVAIL = 99;

/** Failures of the last 24 hours, newest last: those of the last sample's ten seconds apart, the others by minutes before. */
export function recentFailures(host: SimulatedHost, plan: DayPlan, atMs: number, namespaceId: string): PortFailure[] {
  const { destination, program } = host.tuples[0]!;
  const known = {
    errno: EADDRNOTAVAIL,
    operation: "connect",
    protocol: "tcp",
    source: host.source,
    destination,
    process: host.programs[program]!.name,
    unit: unitOfProgram(host, program),
    namespaceId,
  } as const;
  return [surgeOf(host, plan.day - 1), plan.surge]
    .flatMap((surge) => (surge?.peak === 1 ? failuresOfSurge(surge, atMs) : []))
    .slice(-LISTED_MAX)
    .map((times) => ({ ...times, ...known }));
}

function failuresOfSurge(surge: Surge, atMs: number): Pick<PortFailure, "atMs" | "firstMs" | "count">[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  const endMs = Math.min(atMs - SAMPLE_MS, surge.untilMs);
  for (let fromMs = Math.max(surge.peakMs, atMs - DAY_MS); fromMs < endMs; fromMs += MINUTE_MS) {
    spans.push({ fromMs, toMs: Math.min(endMs, fromMs + MINUTE_MS) });
  }
  if (atMs > surge.peakMs) spans.push({ fromMs: Math.max(surge.peakMs, atMs - SAMPLE_MS), toMs: Math.min(atMs, surge.untilMs) });
  return spans.flatMap(({ fromMs, toMs }) => {
    const count = failuresUntil(surge, toMs) - failuresUntil(surge, fromMs);
    return count > 0 ? [{ atMs: toMs, firstMs: fromMs, count }] : [];
  });
}
