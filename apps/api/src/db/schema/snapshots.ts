import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { doublePrecision, foreignKey, index, integer, jsonb, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import type { Judgement } from "../stores/judgement.ts";
import type { Tightest } from "../stores/tightest.ts";
import { berth, epochMs, tenantPolicy } from "./columns.ts";
import { host } from "./hosts.ts";

/** What a series and the fleet are drawn from, without opening a body. Ratios are 0 to 1; the figures are the tightest tuple's. */
const figures = () => ({
  tightestUsedRatio: doublePrecision("tightest_used_ratio"),
  capacity: integer("capacity"),
  used: integer("used"),
  closesPerSecond: doublePrecision("closes_per_second"),
  bindPoolUsedRatio: doublePrecision("bind_pool_used_ratio"),
  udpUsedRatio: doublePrecision("udp_used_ratio"),
  tightestAddress: text("tightest_address"),
  tightestPort: integer("tightest_port"),
});

/**
 * Raw snapshots, kept for two days. Identified by the host and the time that its agent stamped once. No foreign key: the
 * only writer takes both ids from the credential it has just checked.
 */
export const snapshot = berth
  .table(
    "snapshot",
    {
      organizationId: integer("organization_id").notNull(),
      hostId: integer("host_id").notNull(),
      capturedAtMs: epochMs("captured_at_ms").notNull(),
      receivedAtMs: epochMs("received_at_ms").notNull(),
      ...figures(),
      body: jsonb("body").$type<Snapshot>().notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.hostId, table.capturedAtMs] }),
      index("snapshot_captured").using("brin", table.capturedAtMs),
      tenantPolicy(),
    ],
  )
  .enableRLS();

/** One row a host: its newest snapshot and what was made of it. */
export const hostCurrent = berth
  .table(
    "host_current",
    {
      organizationId: integer("organization_id").notNull(),
      hostId: integer("host_id").notNull(),
      /** Null until the first snapshot. */
      capturedAtMs: epochMs("captured_at_ms"),
      receivedAtMs: epochMs("received_at_ms"),
      ...figures(),
      /** The tightest tuple as the fleet shows it, or why there is none: the fleet opens no body. */
      tightest: jsonb("tightest").$type<Tightest>(),
      body: jsonb("body").$type<Snapshot>(),
      /** Which snapshot the judgement below is about; behind `captured_at_ms` while one is under way. */
      judgedCapturedAtMs: epochMs("judged_captured_at_ms"),
      judgedAtMs: epochMs("judged_at_ms"),
      /** 4 fail, 3 warn, 2 unknown, 1 pass, 0 not judged yet. */
      severity: smallint("severity").notNull().default(0),
      /** Verdict, checklist and what hysteresis remembers, written and read as one. */
      judgement: jsonb("judgement").$type<Judgement>(),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.hostId] }),
      foreignKey({ columns: [table.organizationId, table.hostId], foreignColumns: [host.organizationId, host.id] }).onDelete("cascade"),
      tenantPolicy(),
    ],
  )
  .enableRLS();
