import type { LineForecast } from "@berth/shared/domain/ports/long-range/long-range-forecast.ts";
import { and, asc, eq, gt, gte, inArray, lt, lte, sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { host, hostGroup } from "../schema/hosts.ts";
import { destinationFiveMinutes, forecast, hostHour, hostWeek, rollupDue } from "../schema/rollups.ts";
import { hostSetup } from "../schema/snapshots.ts";

/** By line: 60 and 80 % of capacity. */
export interface StoredForecast {
  sixty: LineForecast;
  eighty: LineForecast;
}

export type ForecastSubject = { hostId: number } | { address: string; port: number };

export interface MadeForecast {
  subject: ForecastSubject;
  madeAtMs: number;
  historyHours: number;
  usedPermille: number | null;
  growthPerDay: number | null;
  soonestMs: number | null;
  lines: StoredForecast;
}

/** The worst used ratio of one hour, in thousandths. */
export interface HourOfSubject {
  fromMs: number;
  usedPermille: number;
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;

/** What is ahead of hosts and destinations, and how hosts differ. */
export const outlookStore = (db: Database, organizationId: number) => ({
  /** Hours in [fromMs, toMs) of up to `limit` hosts after one, by host; empty where there is no further host. */
  async hostHours(afterHostId: number, limit: number, fromMs: number, toMs: number): Promise<Map<number, HourOfSubject[]>> {
    const [hosts] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({ id: host.id })
        .from(host)
        .where(and(eq(host.organizationId, organizationId), gt(host.id, afterHostId)))
        .orderBy(asc(host.id))
        .limit(limit),
    ]);
    const ids = hosts.map(({ id }) => id);
    const hours = new Map(ids.map((id): [number, HourOfSubject[]] => [id, []]));
    if (ids.length === 0) return hours;
    const [weeks, rows] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({
          hostId: hostWeek.hostId,
          fromMs: hostWeek.fromMs,
          slots: sql<string | null>`array_to_json(${hostWeek.slots})::text`,
          used: sql<string>`array_to_json(${hostWeek.usedMax})::text`,
        })
        .from(hostWeek)
        .where(
          and(
            eq(hostWeek.organizationId, organizationId),
            inArray(hostWeek.hostId, ids),
            gt(hostWeek.fromMs, fromMs - WEEK_MS),
            lt(hostWeek.fromMs, toMs),
          ),
        )
        .orderBy(asc(hostWeek.hostId), asc(hostWeek.fromMs)),
      queries
        .select({ hostId: hostHour.hostId, fromMs: hostHour.fromMs, usedMax: hostHour.usedMax })
        .from(hostHour)
        .where(
          and(
            eq(hostHour.organizationId, organizationId),
            inArray(hostHour.hostId, ids),
            gte(hostHour.fromMs, fromMs),
            lt(hostHour.fromMs, toMs),
          ),
        )
        .orderBy(asc(hostHour.hostId), asc(hostHour.fromMs)),
    ]);
    const add = (hostId: number, atMs: number, usedPermille: number | null) => {
      if (usedPermille !== null && atMs >= fromMs && atMs < toMs) hours.get(hostId)?.push({ fromMs: atMs, usedPermille });
    };
    for (const week of weeks) {
      const slots = week.slots === null ? null : (JSON.parse(week.slots) as number[]);
      for (const [at, used] of (JSON.parse(week.used) as (number | null)[]).entries())
        add(week.hostId, week.fromMs + (slots?.[at] ?? at) * HOUR_MS, used);
    }
    for (const { hostId, fromMs: atMs, usedMax } of rows) add(hostId, atMs, usedMax);
    return hours;
  },

  /** Hours in [fromMs, toMs) of the destinations that were tightest in it, at most `limit`. */
  async destinationHours(fromMs: number, toMs: number, limit: number) {
    const table = destinationFiveMinutes;
    const inPeriod = and(eq(table.organizationId, organizationId), gte(table.fromMs, fromMs), lt(table.fromMs, toMs));
    const hourMs = sql<number>`${table.fromMs} / 3600000 * 3600000`;
    const [rows] = await readOrg(db, organizationId, (queries) => {
      const tightest = queries
        .select({ address: table.address, port: table.port })
        .from(table)
        .where(inPeriod)
        .groupBy(table.address, table.port)
        .orderBy(sql`max(${table.usedMax}) desc`, table.address, table.port)
        .limit(limit)
        .as("tightest");
      return [
        queries
          .select({
            address: table.address,
            port: table.port,
            fromMs: hourMs.mapWith(Number),
            usedPermille: sql`max(${table.usedMax})`.mapWith(Number),
          })
          .from(table)
          .innerJoin(tightest, and(eq(tightest.address, table.address), eq(tightest.port, table.port)))
          .where(inPeriod)
          .groupBy(table.address, table.port, hourMs)
          .orderBy(table.address, table.port, hourMs),
      ];
    });
    return Map.groupBy(rows, ({ address, port }) => `${address} ${port}`);
  },

  async keep(made: readonly MadeForecast[]): Promise<void> {
    if (made.length === 0) return;
    const rows = made.map(({ subject, ...rest }) => ({ organizationId, ...columnsOf(subject), ...rest }));
    await readOrg(db, organizationId, (queries) => [
      queries
        .insert(forecast)
        .values(rows)
        .onConflictDoUpdate({
          target: [forecast.organizationId, forecast.subject],
          set: Object.fromEntries(
            ["made_at_ms", "history_hours", "used_permille", "growth_per_day", "soonest_ms", "lines"].map((name, at) => [
              (["madeAtMs", "historyHours", "usedPermille", "growthPerDay", "soonestMs", "lines"] as const)[at],
              sql.raw(`excluded.${name}`),
            ]),
          ),
        }),
    ]);
  },

  /** Lets go of what was not made again since, and of what was due until then. */
  async endForecasting(dueMs: number, madeAtMs: number): Promise<void> {
    await readOrg(db, organizationId, (queries) => [
      queries.delete(forecast).where(and(eq(forecast.organizationId, organizationId), lt(forecast.madeAtMs, madeAtMs))),
      queries
        .delete(rollupDue)
        .where(and(eq(rollupDue.organizationId, organizationId), eq(rollupDue.kind, "forecast"), lte(rollupDue.fromMs, dueMs))),
    ]);
  },

  /** The soonest first, then the fullest. */
  async forecasts(limit: number) {
    const [rows] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({
          hostPublicId: host.publicId,
          hostname: host.hostname,
          address: forecast.address,
          port: forecast.port,
          madeAtMs: forecast.madeAtMs,
          historyHours: forecast.historyHours,
          usedPermille: forecast.usedPermille,
          growthPerDay: forecast.growthPerDay,
          lines: forecast.lines,
        })
        .from(forecast)
        .leftJoin(host, and(eq(host.organizationId, forecast.organizationId), eq(host.id, forecast.hostId)))
        .where(eq(forecast.organizationId, organizationId))
        .orderBy(sql`${forecast.soonestMs} asc nulls last`, sql`${forecast.usedPermille} desc nulls last`, forecast.subject)
        .limit(limit),
    ]);
    return rows;
  },

  /** Every change of settings of the hosts of a group (0: all), by host, oldest first. */
  async settings(groupId: number) {
    const [rows] = await readOrg(db, organizationId, (queries) => {
      const changes = queries
        .select({
          hostPublicId: host.publicId,
          hostname: host.hostname,
          sinceMs: hostSetup.sinceMs,
          settings: sql<string>`${hostSetup.settings}::text`,
        })
        .from(hostSetup)
        .innerJoin(host, and(eq(host.organizationId, hostSetup.organizationId), eq(host.id, hostSetup.hostId)))
        .$dynamic();
      const ofGroup =
        groupId === 0
          ? changes
          : changes.innerJoin(
              hostGroup,
              and(
                eq(hostGroup.organizationId, hostSetup.organizationId),
                eq(hostGroup.hostId, hostSetup.hostId),
                eq(hostGroup.groupId, groupId),
              ),
            );
      return [ofGroup.where(eq(hostSetup.organizationId, organizationId)).orderBy(asc(hostSetup.hostId), asc(hostSetup.sinceMs))];
    });
    return rows;
  },
});

const columnsOf = (subject: ForecastSubject) =>
  "hostId" in subject
    ? { subject: `host ${subject.hostId}`, hostId: subject.hostId, address: null, port: null }
    : { subject: `destination ${subject.address} ${subject.port}`, hostId: null, address: subject.address, port: subject.port };
