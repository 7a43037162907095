import { and, asc, type Column, eq, getTableColumns, gte, lt, sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { hostGroup, labelGroup } from "../schema/hosts.ts";
import { fleetFiveMinutes, fleetHour } from "../schema/rollups.ts";

/** Resolutions in which a fleet is kept. */
export type Resolution = "5m" | "1h";

/** What is kept of a fleet in each bucket, but its histogram; figures as in db/schema/rollups.ts. */
const FIGURES = [
  "enrolled",
  "hosts",
  "measured",
  "usedP50",
  "usedP90",
  "usedP95",
  "usedP99",
  "usedMax",
  "bindP95",
  "bindMax",
  "ceilingP95",
  "ceilingMax",
  "closesTenths",
  "failures",
  "over50",
  "over60",
  "over80",
  "pass",
  "warn",
  "fail",
  "unknown",
] as const;

type Figure = (typeof FIGURES)[number];

/** Buckets by columns: the same place in each is the same bucket. */
export interface FleetColumns extends Record<Figure, (number | null)[]> {
  fromMs: number[];
  /** Hosts by check: the number of the check is the index, from 1, as far as the last that found something. */
  warnChecks: number[][];
  failChecks: number[][];
}

/** A column of all rows as one text: read at once, which takes a fraction of what reading it row by row does. */
const joined = (column: Column) => sql`coalesce(array_agg(${column})::text, '{}')`.mapWith((text) => listOf<number | null>(text));
const joinedLists = (column: Column) =>
  sql`coalesce('{' || string_agg(${column}::text, ',') || '}', '{}')`.mapWith((text) => listOf<number[]>(text));

/** PostgreSQL writes lists of numbers as JSON does, in other letters. */
const listOf = <T>(text: string): T[] => JSON.parse(text.replaceAll("{", "[").replaceAll("}", "]").replaceAll("NULL", "null")) as T[];

/** The fleet over time, whole or by group. */
export const trendStore = (db: Database, organizationId: number) => ({
  /** The buckets in [fromMs, toMs), oldest first; one in which nobody reported is not among them. */
  async fleet(groupId: number, fromMs: number, toMs: number, resolution: Resolution): Promise<FleetColumns> {
    const table = resolution === "5m" ? fleetFiveMinutes : fleetHour;
    const [[columns]] = await readOrg(db, organizationId, (queries) => {
      const { histogram: _, organizationId: organization, groupId: group, ...kept } = getTableColumns(table);
      const bucket = queries
        .select(kept)
        .from(table)
        .where(and(eq(organization, organizationId), eq(group, groupId), gte(table.fromMs, fromMs), lt(table.fromMs, toMs)))
        .orderBy(asc(table.fromMs))
        .as("bucket");
      const figures = Object.fromEntries(FIGURES.map((name) => [name, joined(bucket[name])])) as Record<Figure, ReturnType<typeof joined>>;
      return [
        queries
          .select({
            fromMs: joined(bucket.fromMs),
            ...figures,
            warnChecks: joinedLists(bucket.warnChecks),
            failChecks: joinedLists(bucket.failChecks),
          })
          .from(bucket),
      ];
    });
    return columns as FleetColumns;
  },

  /** Null: no host ever had this label with this value. */
  async findGroup(label: string, value: string): Promise<number | null> {
    const [[found]] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({ id: labelGroup.id })
        .from(labelGroup)
        .where(and(eq(labelGroup.organizationId, organizationId), eq(labelGroup.label, label), eq(labelGroup.value, value))),
    ]);
    return found?.id ?? null;
  },

  /** Groups that have hosts, by label and value. */
  async groups() {
    const [rows] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({ label: labelGroup.label, value: labelGroup.value, hosts: sql`count(*)`.mapWith(Number) })
        .from(labelGroup)
        .innerJoin(hostGroup, and(eq(hostGroup.organizationId, labelGroup.organizationId), eq(hostGroup.groupId, labelGroup.id)))
        .where(eq(labelGroup.organizationId, organizationId))
        .groupBy(labelGroup.label, labelGroup.value)
        .orderBy(asc(labelGroup.label), asc(labelGroup.value)),
    ]);
    return rows;
  },
});
