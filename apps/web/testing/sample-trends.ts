import type { FleetTrends } from "@berth/shared/contract/trends.ts";

type Column = readonly (number | null)[];

/** Columns by name; what is not said is 0, or null where `hosts` is. */
export interface SampleTrends {
  from?: string;
  stepSeconds?: number;
  hosts: Column;
  enrolled?: Column;
  measured?: Column;
  p95?: Column;
  half?: Column;
  sixty?: Column;
  eighty?: Column;
  fail?: Column;
  unknown?: Column;
  closesPerSecond?: Column;
  failures?: Column;
}

/** What the API would answer. */
export function sampleTrends({ from = "2026-11-24T00:00:00.000Z", stepSeconds = 300, hosts, ...said }: SampleTrends): FleetTrends {
  const column = (known: Column | undefined) => [...(known ?? hosts.map((count) => count && 0))];
  const used = column(said.p95);
  return {
    group: null,
    from,
    to: new Date(Date.parse(from) + hosts.length * stepSeconds * 1_000).toISOString(),
    stepSeconds,
    hosts: [...hosts],
    enrolled: column(said.enrolled ?? hosts),
    measured: column(said.measured ?? hosts),
    usedRatio: { p50: used, p90: used, p95: used, p99: used, max: used },
    bindPoolUsedRatio: { p95: used, max: used },
    rateOverCeiling: { p95: used, max: used },
    closesPerSecond: column(said.closesPerSecond),
    failures: column(said.failures),
    hostsOver: { half: column(said.half), sixty: column(said.sixty), eighty: column(said.eighty) },
    verdicts: { pass: column(undefined), warn: column(undefined), fail: column(said.fail), unknown: column(said.unknown) },
    checks: [{ id: "eph-dest", warn: column(undefined), fail: column(said.fail) }],
  };
}
