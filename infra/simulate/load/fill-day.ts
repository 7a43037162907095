import { catalogueNumber } from "@berth/shared/domain/checklist/all-checks.ts";
import { type CheckId, DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import type { FiveMinutes } from "../five-minutes.ts";
import type { FleetModel } from "../fleet-model.ts";
import type { SimulatedHost } from "../simulated-host.ts";
import type { HostBuckets } from "./host-buckets.ts";

const UNKNOWN = -1;
const SMALLINT_MAX = 32_767;
/** The last sample of a bucket: a verdict that changed in it changed then at the latest. */
const LAST_SAMPLE_MS = 290_000;

export interface StandingVerdicts {
  /** By host; 0 before the first. */
  severity: Int8Array;
  finding: Int8Array;
}

export const noVerdicts = (hosts: number): StandingVerdicts => ({ severity: new Int8Array(hosts), finding: new Int8Array(hosts) });

export interface VerdictRow {
  host: number;
  sinceMs: number;
  severity: number;
  finding: number;
}

/** Fills the day's slots within the period from the model, moves `standing` on, and returns what became of the verdicts. */
export function fillDay(
  model: FleetModel,
  day: HostBuckets,
  period: { fromMs: number; untilMs: number },
  standing: StandingVerdicts,
): VerdictRow[] {
  const changes: VerdictRow[] = [];
  const first = Math.max(0, Math.ceil((period.fromMs - day.fromMs) / day.slotMs));
  const slots = Math.min(day.slots, Math.ceil((period.untilMs - day.fromMs) / day.slotMs));
  for (const host of model.hosts)
    for (let slot = first; slot < slots; slot++) {
      const place = host.index * day.slots + slot;
      const fromMs = day.fromMs + slot * day.slotMs;
      const bucket = model.fiveMinutes(host.index, fromMs);
      if (bucket !== null) {
        fill(day, place, bucket);
        const finding = findingOf(host, bucket);
        if (bucket.severityLast !== standing.severity[host.index] || finding !== standing.finding[host.index]) {
          standing.severity[host.index] = bucket.severityLast;
          standing.finding[host.index] = finding;
          changes.push({ host: host.index, sinceMs: fromMs + LAST_SAMPLE_MS, severity: bucket.severityLast, finding });
        }
      }
      day.finding[place] = standing.finding[host.index]!;
    }
  return changes;
}

/** In thousandths, rounded up, as the product's own summary of a sample. */
const permille = (ratio: number | null): number => (ratio === null ? UNKNOWN : Math.min(1_000, Math.ceil(ratio * 1_000)));

function fill(day: HostBuckets, place: number, bucket: FiveMinutes): void {
  day.samples[place] = bucket.samples;
  day.usedMax[place] = permille(bucket.tightestUsedRatioMax);
  day.usedMean[place] = permille(bucket.tightestUsedRatioMean);
  day.bindMax[place] = permille(bucket.bindPoolUsedRatioMax);
  day.udpMax[place] = permille(bucket.udpUsedRatioMax);
  day.ceilingMax[place] =
    bucket.rateOverCeilingMax === null ? UNKNOWN : Math.min(SMALLINT_MAX, Math.ceil(bucket.rateOverCeilingMax * 1_000));
  day.closesTenths[place] = bucket.closesPerSecondMean === null ? UNKNOWN : Math.round(bucket.closesPerSecondMean * 10);
  day.failures[place] = bucket.failures;
  day.severity[place] = bucket.severityLast;
}

const numberOf = (id: CheckId, severity: number): number => (severity === 4 ? -1 : 1) * catalogueNumber(id);

const { tuple, host: pool } = DEFAULT_POLICY;

/** The likeliest check behind a severity: the model says how bad a host is, and its figures say for what. */
function findingOf(host: SimulatedHost, bucket: FiveMinutes): number {
  const { severityLast: severity } = bucket;
  if (severity < 3) return 0;
  const line = severity === 4 ? "failRatio" : "warnRatio";
  if (bucket.failures > 0) return numberOf("exh-evidence", severity);
  if ((bucket.tightestUsedRatioLast ?? 0) > tuple[line]) return numberOf("eph-dest", severity);
  if ((bucket.bindPoolUsedRatioLast ?? 0) > pool[line]) return numberOf("eph-host", severity);
  if (bucket.udpUsedRatioLast > pool[line]) return numberOf("udp-eph", severity);
  if (host.leak?.kind === "closeWait") return numberOf("closewait", severity);
  return numberOf((bucket.rateOverCeilingMax ?? 0) > 0.25 ? "pool-churn" : "proc-top", severity);
}
