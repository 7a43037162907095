import { and, asc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { hostDay, hostFiveMinutes, hostHour, hostWeek } from "../schema/rollups.ts";
import { snapshot } from "../schema/snapshots.ts";
import type { Resolution } from "./trend-store.ts";

const maybeNumber = (value: unknown): number | null => (value === null ? null : Number(value));

/** One bucket of a host's rollup; figures as in db/schema/rollups.ts. */
export interface HostBucket {
  fromMs: number;
  samples: number;
  usedMax: number | null;
  usedMean: number | null;
  bindMax: number | null;
  udpMax: number | null;
  ceilingMax: number | null;
  closesTenths: number | null;
  failures: number;
  severity: number;
}

const DAY_MS = 86_400_000;
/** Where packed rows begin, and how long a slot is. */
const PACKED = {
  "5m": { rows: hostFiveMinutes, packed: hostDay, lengthMs: DAY_MS, slotMs: 300_000 },
  "1h": { rows: hostHour, packed: hostWeek, lengthMs: 7 * DAY_MS, slotMs: 3_600_000 },
} as const;

const FIGURES = ["samples", "usedMax", "usedMean", "bindMax", "udpMax", "ceilingMax", "closesTenths", "failures", "severity"] as const;

/** A host's figures over time. */
export const seriesStore = (db: Database, organizationId: number) => ({
  /**
   * From raw samples: one row for each step that ends in (fromMs, toMs], the figures of its last sample, nulls where there is
   * none. The primary key is entered once a step, so the cost is bounded by the number of steps.
   */
  async raw(hostId: number, fromMs: number, toMs: number, stepMs: number) {
    const figure = (name: string) => sql<number | null>`${sql.identifier("last")}.${sql.identifier(name)}`.mapWith(maybeNumber);
    const [rows] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({
          atMs: sql<number>`step.at_ms`.mapWith(Number),
          usedPermille: figure("used_permille"),
          bindPermille: figure("bind_permille"),
          udpPermille: figure("udp_permille"),
          ceilingPermille: figure("ceiling_permille"),
          closesTenths: figure("closes_tenths"),
          tightestAddress: sql<string | null>`last.tightest_address`,
          tightestPort: figure("tightest_port"),
        })
        .from(
          sql`generate_series(${fromMs + stepMs}::bigint, ${toMs}::bigint, ${stepMs}::bigint) as step (at_ms)
            left join lateral (
              select * from ${snapshot}
              where ${snapshot.organizationId} = ${organizationId} and ${snapshot.hostId} = ${hostId}
                and ${snapshot.capturedAtMs} > step.at_ms - ${stepMs}::bigint and ${snapshot.capturedAtMs} <= step.at_ms
              order by ${snapshot.capturedAtMs} desc limit 1
            ) as last on true`,
        )
        .orderBy(sql`step.at_ms`),
    ]);
    return rows;
  },

  /** From rollups: the buckets in [fromMs, toMs) that have samples, oldest first. A week of five minutes is eight or nine rows. */
  async buckets(hostId: number, fromMs: number, toMs: number, resolution: Resolution): Promise<HostBucket[]> {
    const { rows, packed, lengthMs, slotMs } = PACKED[resolution];
    const list = (name: (typeof FIGURES)[number] | "slots"): SQL<string | null> => sql<string | null>`array_to_json(${packed[name]})::text`;
    const [packedRows, openRows] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({ fromMs: packed.fromMs, slots: list("slots"), ...mapFigures(list) })
        .from(packed)
        .where(
          and(
            eq(packed.organizationId, organizationId),
            eq(packed.hostId, hostId),
            gte(packed.fromMs, fromMs - lengthMs + 1),
            lt(packed.fromMs, toMs),
          ),
        )
        .orderBy(asc(packed.fromMs)),
      queries
        .select({ fromMs: rows.fromMs, ...mapFigures((name) => rows[name]) })
        .from(rows)
        .where(and(eq(rows.organizationId, organizationId), eq(rows.hostId, hostId), gte(rows.fromMs, fromMs), lt(rows.fromMs, toMs)))
        .orderBy(asc(rows.fromMs)),
    ]);
    const unpacked = packedRows.flatMap((row) => unpack(row, slotMs)).filter((bucket) => bucket.fromMs >= fromMs && bucket.fromMs < toMs);
    const packedUntilMs = unpacked.at(-1)?.fromMs ?? Number.NEGATIVE_INFINITY;
    return [...unpacked, ...(openRows as HostBucket[]).filter((bucket) => bucket.fromMs > packedUntilMs)];
  },
});

const mapFigures = <T>(of: (name: (typeof FIGURES)[number]) => T) =>
  Object.fromEntries(FIGURES.map((name) => [name, of(name)])) as Record<(typeof FIGURES)[number], T>;

function unpack(
  { fromMs, slots, ...figures }: { fromMs: number; slots: string | null } & Record<(typeof FIGURES)[number], string | null>,
  slotMs: number,
): HostBucket[] {
  const columns = mapFigures((name) => JSON.parse(figures[name] ?? "[]") as (number | null)[]);
  const places = slots === null ? null : (JSON.parse(slots) as number[]);
  return columns.samples.map((_, at) => ({
    fromMs: fromMs + (places?.[at] ?? at) * slotMs,
    ...(mapFigures((name) => columns[name][at] ?? null) as Omit<HostBucket, "fromMs">),
  }));
}
