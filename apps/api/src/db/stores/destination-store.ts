import type { Sample } from "@berth/shared/domain/host/setup.ts";
import { and, desc, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { destinationFiveMinutes, rollupDue } from "../schema/rollups.ts";
import { snapshot } from "../schema/snapshots.ts";
import { asBase64, unpackSamples } from "./sample-rows.ts";

export interface DestinationUse {
  address: string;
  port: number;
  hosts: number;
  closesTenths: number;
  used: number;
  usedMax: number;
}

/** Destinations over all hosts of an organization. */
export const destinationStore = (db: Database, organizationId: number) => ({
  /** The newest sample in full that each host sent in [fromMs, toMs), page by page in the order of hosts, so that a large fleet is never held at once. */
  async *newestSamples(fromMs: number, toMs: number, pageSize = 1_000): AsyncGenerator<Sample[]> {
    for (let after = 0; ; ) {
      const [rows] = await readOrg(db, organizationId, (queries) => [
        queries
          .selectDistinctOn([snapshot.hostId], { hostId: snapshot.hostId, body: asBase64(snapshot.body) })
          .from(snapshot)
          .where(
            and(
              eq(snapshot.organizationId, organizationId),
              sql`${snapshot.hostId} > ${after}::int`,
              gte(snapshot.capturedAtMs, fromMs),
              lt(snapshot.capturedAtMs, toMs),
              isNotNull(snapshot.body),
            ),
          )
          .orderBy(snapshot.hostId, desc(snapshot.capturedAtMs))
          .limit(pageSize),
      ]);
      if (rows.length > 0) yield (await Promise.all(rows.map(({ body }) => unpackSamples(db.compression, body)))).flat();
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageSize) return;
      after = last.hostId;
    }
  },

  /** Replaces what is kept of a bucket, and ends its being due. */
  async keep(fromMs: number, uses: readonly DestinationUse[]): Promise<void> {
    const ofBucket = and(eq(destinationFiveMinutes.organizationId, organizationId), eq(destinationFiveMinutes.fromMs, fromMs));
    await readOrg(db, organizationId, (queries) => [
      queries.delete(destinationFiveMinutes).where(ofBucket),
      ...(uses.length === 0
        ? []
        : [
            queries
              .insert(destinationFiveMinutes)
              .values(uses.map((use) => ({ organizationId, fromMs, ...use })))
              .onConflictDoNothing(),
          ]),
      queries
        .delete(rollupDue)
        .where(and(eq(rollupDue.organizationId, organizationId), eq(rollupDue.kind, "destinations"), eq(rollupDue.fromMs, fromMs))),
    ]);
  },

  /** The tightest destinations of the buckets in [fromMs, toMs). */
  async top(fromMs: number, toMs: number, limit: number) {
    const table = destinationFiveMinutes;
    const [rows] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({
          address: table.address,
          port: table.port,
          hosts: sql`max(${table.hosts})`.mapWith(Number),
          closesTenths: sql`round(avg(${table.closesTenths}))`.mapWith(Number),
          used: sql`round(avg(${table.used}))`.mapWith(Number),
          usedMax: sql`max(${table.usedMax})`.mapWith(Number),
          lastMs: sql`max(${table.fromMs})`.mapWith(Number),
        })
        .from(table)
        .where(and(eq(table.organizationId, organizationId), gte(table.fromMs, fromMs), lt(table.fromMs, toMs)))
        .groupBy(table.address, table.port)
        .orderBy(desc(sql`max(${table.usedMax})`), desc(sql`avg(${table.closesTenths})`), table.address, table.port)
        .limit(limit),
    ]);
    return rows;
  },
});
