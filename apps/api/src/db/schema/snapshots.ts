import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import { customType, foreignKey, index, integer, jsonb, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { packTightest, type Tightest, unpackTightest } from "../stores/tightest.ts";
import { berth, epochMs, packed, permille, storedJson, tenantPolicy } from "./columns.ts";
import { host } from "./hosts.ts";

const storedTightest = customType<{ data: Tightest; driverData: string }>({
  dataType: () => "text",
  toDriver: packTightest,
  fromDriver: unpackTightest,
});

/** What fleets, series and rollups are drawn from, without opening a body. */
const figures = () => ({
  /** The tightest tuple's, the worst bind pool's and the worst UDP pool's used ÷ capacity. */
  usedPermille: permille("used_permille"),
  bindPermille: permille("bind_permille"),
  udpPermille: permille("udp_permille"),
  /** The worst tuple's closes per second over what its ports can bear in the long run; may be far over 1000. */
  ceilingPermille: integer("ceiling_permille"),
  /** Of all its tuples together, in tenths. */
  closesTenths: integer("closes_tenths"),
  /** Failed calls that the agent remembers of the last 24 hours; what grows between two samples happened between them. */
  failures: integer("failures").notNull(),
  tightestAddress: text("tightest_address"),
  tightestPort: integer("tightest_port"),
});

/**
 * Raw samples of two days, one row each, in partitions of six hours. Identified by the host and the time that its agent
 * stamped once. No foreign key: the only writer takes both ids from the credential it has just checked.
 */
export const snapshot = berth
  .table(
    "snapshot",
    {
      organizationId: integer("organization_id").notNull(),
      hostId: integer("host_id").notNull(),
      capturedAtMs: epochMs("captured_at_ms").notNull(),
      ...figures(),
      /** The sample in full, on the newest new one of its request; the others of that request are in `earlier` of the same row. */
      body: packed("body"),
      earlier: packed("earlier"),
      /** The oldest of `earlier`. */
      earlierFromMs: epochMs("earlier_from_ms"),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.hostId, table.capturedAtMs] }),
      index("snapshot_captured").using("brin", table.capturedAtMs),
      tenantPolicy(),
    ],
  )
  .enableRLS();

/** What a host is, from a moment on: written when it changes. `hash` names it on the wire. */
export const hostSetup = berth
  .table(
    "host_setup",
    {
      organizationId: integer("organization_id").notNull(),
      hostId: integer("host_id").notNull(),
      sinceMs: epochMs("since_ms").notNull(),
      hash: text("hash").notNull(),
      /** Of the host's own namespace, by the kernel's names: what drift is told from. */
      settings: jsonb("settings").$type<Record<string, string>>().notNull().default({}),
      body: packed("body").notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.hostId, table.sinceMs] }),
      foreignKey({ columns: [table.organizationId, table.hostId], foreignColumns: [host.organizationId, host.id] }).onDelete("cascade"),
      tenantPolicy(),
    ],
  )
  .enableRLS();

/**
 * One row a host, updated in place: its newest sample and what was made of it. The fleet is read from here. What the whole
 * fleet is sorted and counted by stands first, before anything of varying length: there it is found without a walk.
 */
export const hostCurrent = berth
  .table(
    "host_current",
    {
      organizationId: integer("organization_id").notNull(),
      hostId: integer("host_id").notNull(),
      /** 4 fail, 3 warn, 2 unknown, 1 pass, 0 not judged yet. */
      severity: smallint("severity").notNull().default(0),
      /** The host's own rhythm when it last sent: beside what it is held against, so that freshness is told from this row alone. */
      sampleSeconds: smallint("sample_seconds").notNull().default(10),
      frameSamples: smallint("frame_samples").notNull().default(6),
      usedPermille: permille("used_permille"),
      /** How many requests have brought something new: who has seen as many has seen all. */
      pushes: integer("pushes").notNull().default(0),
      /** Null until the first snapshot. */
      capturedAtMs: epochMs("captured_at_ms"),
      /** Which snapshot the judgement is about; behind `captured_at_ms` while one is under way. */
      judgedCapturedAtMs: epochMs("judged_captured_at_ms"),
      judgedAtMs: epochMs("judged_at_ms"),
      receivedAtMs: epochMs("received_at_ms"),
      /** Somebody looks at this host until then, so its agent sends each sample at once. */
      watchedUntilMs: epochMs("watched_until_ms").notNull().default(0),
      setupHash: text("setup_hash"),
      /** The tightest tuple as the fleet shows it, or why there is none. */
      tightest: storedTightest("tightest"),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.hostId] }),
      // Moves only with a verdict: an update of the rest of the row writes no index.
      index("host_current_severity").on(table.organizationId, table.severity),
      foreignKey({ columns: [table.organizationId, table.hostId], foreignColumns: [host.organizationId, host.id] }).onDelete("cascade"),
      tenantPolicy(),
    ],
  )
  .enableRLS();

/** What was made of a host's newest judged sample. Apart from the current row, which stays narrow: a fleet is sorted by that. */
export const hostJudgement = berth
  .table(
    "host_judgement",
    {
      organizationId: integer("organization_id").notNull(),
      hostId: integer("host_id").notNull(),
      verdict: storedJson<Verdict>()("verdict").notNull(),
      /** Verdict, checklist and what hysteresis remembers, written and read as one. */
      judgement: packed("judgement").notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.hostId] }),
      foreignKey({ columns: [table.organizationId, table.hostId], foreignColumns: [host.organizationId, host.id] }).onDelete("cascade"),
      tenantPolicy(),
    ],
  )
  .enableRLS();

/** What a host's verdict became, and when: the numbers of the checks that warn and fail from that sample on. */
export const verdictChange = berth
  .table(
    "verdict_change",
    {
      organizationId: integer("organization_id").notNull(),
      hostId: integer("host_id").notNull(),
      sinceMs: epochMs("since_ms").notNull(),
      severity: smallint("severity").notNull(),
      warnChecks: smallint("warn_checks").array().notNull(),
      failChecks: smallint("fail_checks").array().notNull(),
    },
    (table) => [primaryKey({ columns: [table.organizationId, table.hostId, table.sinceMs] }), tenantPolicy()],
  )
  .enableRLS();
