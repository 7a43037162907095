import { sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { snapshot } from "../schema/snapshots.ts";

const maybeNumber = (value: unknown): number | null => (value === null ? null : Number(value));

/** A host's figures over time. */
export const seriesStore = (db: Database, organizationId: number) => ({
  /**
   * One row for each step that ends in (fromMs, toMs]: the figures of its last snapshot, nulls where there is none. The
   * primary key is entered once a step, so the cost is bounded by the number of steps, not by the number of snapshots.
   */
  async read(hostId: number, fromMs: number, toMs: number, stepMs: number) {
    const figure = (name: string) => sql<number | null>`${sql.identifier("last")}.${sql.identifier(name)}`.mapWith(maybeNumber);
    const [rows] = await readOrg(db, organizationId, (queries) => [
      queries
        .select({
          atMs: sql<number>`step.at_ms`.mapWith(Number),
          tightestUsedRatio: figure("tightest_used_ratio"),
          bindPoolUsedRatio: figure("bind_pool_used_ratio"),
          udpUsedRatio: figure("udp_used_ratio"),
          closesPerSecond: figure("closes_per_second"),
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
});
