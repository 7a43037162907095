import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { asc, eq, sql } from "drizzle-orm";
import { type InteractiveDatabase, readOrg } from "../db/connect/database.ts";
import { fleetFiveMinutes, fleetHour, hostFiveMinutes, hostHour } from "../db/schema/rollups.ts";
import { sampleSnapshot } from "./sample-snapshot.ts";

const BUCKET_MS = 300_000;
const HOUR_MS = 3_600_000;

/** A sample of a host with one tuple, whose calls have failed so often by then. */
export function take(capturedAtMs: number, used: number, failures: number): Snapshot {
  const failed = {
    atMs: capturedAtMs,
    errno: 99,
    operation: "connect" as const,
    protocol: "tcp" as const,
    source: null,
    destination: null,
    process: null,
    count: failures,
  };
  return { ...sampleSnapshot(capturedAtMs, { used }), failures: failures > 0 ? [failed] : [] };
}

/** A bucket of a host. `host` counts an organization's hosts from 1. */
export interface Row {
  host: number;
  fromMs: number;
  samples: number;
  usedMax: number;
  usedMean: number;
  failures: number;
}

const permille = ({ namespaces }: Snapshot): number => Math.ceil(((namespaces[0]?.tuples[0]?.used ?? 0) * 1_000) / 28_232);
const failuresOf = ({ failures }: Snapshot): number => failures[0]?.count ?? 0;
/** As PostgreSQL rounds a numeric: halves up. */
const round = (value: number): number => Math.floor(value + 0.5);

/** What the five-minute rollups of a host have to be, from everything that it sent. */
export function recount(host: number, sent: readonly Snapshot[]): Row[] {
  const samples = [...new Map(sent.map((each) => [each.capturedAtMs, each])).values()].sort((a, b) => a.capturedAtMs - b.capturedAtMs);
  const buckets = Map.groupBy(samples, ({ capturedAtMs }) => Math.floor(capturedAtMs / BUCKET_MS) * BUCKET_MS);
  return [...buckets].map(([fromMs, inside]) => {
    const before = samples.filter(({ capturedAtMs }) => capturedAtMs >= fromMs - 60_000 && capturedAtMs < fromMs);
    let failures = 0;
    let last = before.at(-1) ?? null;
    for (const sample of inside) {
      if (last !== null) failures += Math.max(0, failuresOf(sample) - failuresOf(last));
      last = sample;
    }
    const used = inside.map(permille);
    return { host, fromMs, samples: inside.length, usedMax: Math.max(...used), usedMean: round(sum(used) / used.length), failures };
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function recountHours(rows: readonly Row[]): Row[] {
  const hours = Map.groupBy(rows, ({ host, fromMs }) => `${host} ${Math.floor(fromMs / HOUR_MS) * HOUR_MS}`);
  return [...hours].map(([key, inside]) => {
    const [host = 0, fromMs = 0] = key.split(" ").map(Number);
    const samples = sum(inside.map((row) => row.samples));
    return {
      host,
      fromMs,
      samples,
      usedMax: Math.max(...inside.map((row) => row.usedMax)),
      usedMean: round(sum(inside.map((row) => row.usedMean * row.samples)) / samples),
      failures: sum(inside.map((row) => row.failures)),
    };
  });
}

/** percentile_disc: the first value whose rank reaches the share. */
const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;

export function recountFleet(rows: readonly Row[]) {
  const buckets = [...Map.groupBy(rows, ({ fromMs }) => fromMs)].sort(([a], [b]) => a - b);
  return buckets.map(([fromMs, hosts]) => {
    const used = hosts.map(({ usedMax }) => usedMax);
    return {
      fromMs,
      hosts: hosts.length,
      p50: percentile(used, 0.5),
      p95: percentile(used, 0.95),
      over80: used.filter((each) => each > 800).length,
      failures: sum(hosts.map(({ failures }) => failures)),
    };
  });
}

async function rowsOf(db: InteractiveDatabase, organizationId: number, table: typeof hostFiveMinutes | typeof hostHour): Promise<Row[]> {
  const [rows] = await readOrg(db, organizationId, (queries) => [
    queries
      .select({
        host: sql`dense_rank() over (order by ${table.hostId})`.mapWith(Number),
        fromMs: table.fromMs,
        samples: table.samples,
        usedMax: table.usedMax,
        usedMean: table.usedMean,
        failures: table.failures,
      })
      .from(table)
      .orderBy(asc(table.hostId), asc(table.fromMs)),
  ]);
  return rows as Row[];
}

/** What the rollups are. */
export const hostRows = (db: InteractiveDatabase, organizationId: number) => rowsOf(db, organizationId, hostFiveMinutes);
export const hourRows = (db: InteractiveDatabase, organizationId: number) => rowsOf(db, organizationId, hostHour);

/** Of the whole fleet; throws where its hours are not those of its buckets. */
export async function fleetRows(db: InteractiveDatabase, organizationId: number) {
  const table = fleetFiveMinutes;
  const [rows, [hours]] = await readOrg(db, organizationId, (queries) => [
    queries
      .select({
        fromMs: table.fromMs,
        hosts: table.hosts,
        p50: table.usedP50,
        p95: table.usedP95,
        over80: table.over80,
        failures: table.failures,
      })
      .from(table)
      .where(eq(table.groupId, 0))
      .orderBy(asc(table.fromMs)),
    queries
      .select({ rows: sql`count(*)`.mapWith(Number) })
      .from(fleetHour)
      .where(eq(fleetHour.groupId, 0)),
  ]);
  const expected = new Set(rows.map(({ fromMs }) => Math.floor(fromMs / HOUR_MS))).size;
  if (hours?.rows !== expected) throw new Error(`${hours?.rows} hours, not ${expected}`);
  return rows;
}
