import { and, asc, eq, gte, lt, sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { hostGroup, labelGroup } from "../schema/hosts.ts";
import { fleetFiveMinutes, fleetHour } from "../schema/rollups.ts";

/** Resolutions in which a fleet is kept. */
export type Resolution = "5m" | "1h";

/** The fleet over time, whole or by group. */
export const trendStore = (db: Database, organizationId: number) => ({
  /** Rows of the buckets in [fromMs, toMs), oldest first; a bucket in which nobody reported has none. */
  async fleet(groupId: number, fromMs: number, toMs: number, resolution: Resolution) {
    const table = resolution === "5m" ? fleetFiveMinutes : fleetHour;
    const [rows] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({
          fromMs: table.fromMs,
          enrolled: table.enrolled,
          hosts: table.hosts,
          measured: table.measured,
          usedP50: table.usedP50,
          usedP90: table.usedP90,
          usedP95: table.usedP95,
          usedP99: table.usedP99,
          usedMax: table.usedMax,
          bindP95: table.bindP95,
          bindMax: table.bindMax,
          ceilingP95: table.ceilingP95,
          ceilingMax: table.ceilingMax,
          closesTenths: table.closesTenths,
          failures: table.failures,
          over50: table.over50,
          over60: table.over60,
          over80: table.over80,
          pass: table.pass,
          warn: table.warn,
          fail: table.fail,
          unknown: table.unknown,
          /** JSON, as every driver carries an array; most are empty. */
          warnChecks: sql<string>`array_to_json(${table.warnChecks})::text`,
          failChecks: sql<string>`array_to_json(${table.failChecks})::text`,
        })
        .from(table)
        .where(and(eq(table.organizationId, organizationId), eq(table.groupId, groupId), gte(table.fromMs, fromMs), lt(table.fromMs, toMs)))
        .orderBy(asc(table.fromMs)),
    ]);
    return rows;
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
