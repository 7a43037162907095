import { bigint, customType, integer, primaryKey, real, smallint, text } from "drizzle-orm/pg-core";
import type { StoredForecast } from "../stores/outlook-store.ts";
import { berth, epochMs, permille, storedJson, tenantPolicy } from "./columns.ts";

/** One host over one bucket, from `from_ms` on. */
const hostFigures = () => ({
  samples: integer("samples").notNull(),
  usedMax: permille("used_max"),
  usedMean: permille("used_mean"),
  bindMax: permille("bind_max"),
  udpMax: permille("udp_max"),
  /** Cut at 32767. */
  ceilingMax: smallint("ceiling_max"),
  /** Mean, in tenths per second. */
  closesTenths: integer("closes_tenths"),
  failures: integer("failures").notNull(),
  /** At the end of the bucket. */
  severity: smallint("severity").notNull(),
});

const hostBucket = () => ({
  organizationId: integer("organization_id").notNull(),
  hostId: integer("host_id").notNull(),
  fromMs: epochMs("from_ms").notNull(),
});

/** Five minutes, in partitions of a day, until the day is packed. */
export const hostFiveMinutes = berth
  .table("host_5m", { ...hostBucket(), ...hostFigures() }, (table) => [
    primaryKey({ columns: [table.organizationId, table.hostId, table.fromMs] }),
    tenantPolicy(),
  ])
  .enableRLS();

/** An hour, in partitions of a week, until the week is packed. */
export const hostHour = berth
  .table("host_1h", { ...hostBucket(), ...hostFigures() }, (table) => [
    primaryKey({ columns: [table.organizationId, table.hostId, table.fromMs] }),
    tenantPolicy(),
  ])
  .enableRLS();

/** One value a slot. Null inside: unknown. */
const slots = customType<{ data: (number | null)[]; driverData: string | (number | null)[] }>({ dataType: () => "smallint[]" });
const wideSlots = customType<{ data: (number | null)[]; driverData: string | (number | null)[] }>({ dataType: () => "integer[]" });

/** All buckets of one host over a closed day or week: arrays, of which most repeat one value. */
const packedFigures = () => ({
  /** Which slots have a row; null: all of them. */
  slots: slots("slots"),
  samples: slots("samples").notNull(),
  usedMax: slots("used_max").notNull(),
  usedMean: slots("used_mean").notNull(),
  bindMax: slots("bind_max").notNull(),
  udpMax: slots("udp_max").notNull(),
  ceilingMax: slots("ceiling_max").notNull(),
  closesTenths: wideSlots("closes_tenths").notNull(),
  failures: wideSlots("failures").notNull(),
  severity: slots("severity").notNull(),
});

/** The 288 slots of five minutes of a closed UTC day. */
export const hostDay = berth
  .table("host_day", { ...hostBucket(), ...packedFigures() }, (table) => [
    primaryKey({ columns: [table.organizationId, table.hostId, table.fromMs] }),
    tenantPolicy(),
  ])
  .enableRLS();

/** The 168 hours of a closed week, Monday to Sunday in UTC. */
export const hostWeek = berth
  .table("host_week", { ...hostBucket(), ...packedFigures() }, (table) => [
    primaryKey({ columns: [table.organizationId, table.hostId, table.fromMs] }),
    tenantPolicy(),
  ])
  .enableRLS();

/** All hosts of an organization (group 0), or those of a label group, over one bucket. */
const fleetBucket = () => ({
  organizationId: integer("organization_id").notNull(),
  groupId: integer("group_id").notNull(),
  fromMs: epochMs("from_ms").notNull(),
  /** Enrolled by then; that reported; of those, whose tightest tuple could be read. */
  enrolled: integer("enrolled").notNull(),
  hosts: integer("hosts").notNull(),
  measured: integer("measured").notNull(),
  usedP50: permille("used_p50"),
  usedP90: permille("used_p90"),
  usedP95: permille("used_p95"),
  usedP99: permille("used_p99"),
  usedMax: permille("used_max"),
  bindP95: permille("bind_p95"),
  bindMax: permille("bind_max"),
  ceilingP95: smallint("ceiling_p95"),
  ceilingMax: smallint("ceiling_max"),
  closesTenths: bigint("closes_tenths", { mode: "number" }).notNull(),
  failures: bigint("failures", { mode: "number" }).notNull(),
  /** Hosts strictly over that share. */
  over50: integer("over_50").notNull(),
  over60: integer("over_60").notNull(),
  over80: integer("over_80").notNull(),
  pass: integer("pass").notNull(),
  warn: integer("warn").notNull(),
  fail: integer("fail").notNull(),
  /** Reported, and judged unknown or not judged. */
  unknown: integer("unknown").notNull(),
  /** Hosts by check: the number of the check is the index, from 1, as far as the last that found something. */
  warnChecks: integer("warn_checks").array().notNull(),
  failChecks: integer("fail_checks").array().notNull(),
  /** Hosts by whole percent used, 0 to 100; adds up over time. Null under 100 hosts, where the percentiles are made anew. */
  histogram: integer("histogram").array(),
});

export const fleetFiveMinutes = berth
  .table("fleet_5m", fleetBucket(), (table) => [
    primaryKey({ columns: [table.organizationId, table.groupId, table.fromMs] }),
    tenantPolicy(),
  ])
  .enableRLS();

export const fleetHour = berth
  .table("fleet_1h", fleetBucket(), (table) => [
    primaryKey({ columns: [table.organizationId, table.groupId, table.fromMs] }),
    tenantPolicy(),
  ])
  .enableRLS();

/** One destination over all hosts that use it, over five minutes: the 200 tightest and busiest of each bucket. */
export const destinationFiveMinutes = berth
  .table(
    "destination_5m",
    {
      organizationId: integer("organization_id").notNull(),
      fromMs: epochMs("from_ms").notNull(),
      address: text("address").notNull(),
      port: integer("port").notNull(),
      hosts: integer("hosts").notNull(),
      /** Of all hosts together, in tenths per second. */
      closesTenths: bigint("closes_tenths", { mode: "number" }).notNull(),
      /** Ports, of all hosts together. */
      used: bigint("used", { mode: "number" }).notNull(),
      usedMax: permille("used_max").notNull(),
    },
    (table) => [primaryKey({ columns: [table.organizationId, table.fromMs, table.address, table.port] }), tenantPolicy()],
  )
  .enableRLS();

/** Until where a rollup is made, over all organizations of this database. */
export const rollupWatermark = berth
  .table("rollup_watermark", { name: text("name").primaryKey(), untilMs: epochMs("until_ms").notNull() })
  .enableRLS();

/** A bucket that was closed when something of it arrived: to be made again. */
export const rollupDirty = berth
  .table("rollup_dirty", { organizationId: integer("organization_id").notNull(), fromMs: epochMs("from_ms").notNull() }, () => [
    tenantPolicy(),
  ])
  .enableRLS();

/** A bucket whose rollup was made, and what is still to be made from it: its destinations, the hour it belongs to, or forecasts. */
export const rollupDue = berth
  .table(
    "rollup_due",
    {
      organizationId: integer("organization_id").notNull(),
      kind: text("kind", { enum: ["destinations", "hour", "forecast"] }).notNull(),
      fromMs: epochMs("from_ms").notNull(),
    },
    (table) => [primaryKey({ columns: [table.organizationId, table.kind, table.fromMs] }), tenantPolicy()],
  )
  .enableRLS();

/** When a host or a destination reaches the lines, as the last forecast had it. */
export const forecast = berth
  .table(
    "forecast",
    {
      organizationId: integer("organization_id").notNull(),
      /** `host 17`, or `destination 10.4.7.21 6379`. */
      subject: text("subject").notNull(),
      hostId: integer("host_id"),
      address: text("address"),
      port: integer("port"),
      madeAtMs: epochMs("made_at_ms").notNull(),
      historyHours: integer("history_hours").notNull(),
      /** The worst of the last day. */
      usedPermille: permille("used_permille"),
      growthPerDay: real("growth_per_day"),
      /** When the next line is reached, at best guess; 0 where the last is already. Null: not within the horizon, or unknown. */
      soonestMs: epochMs("soonest_ms"),
      lines: storedJson<StoredForecast>()("lines").notNull(),
    },
    (table) => [primaryKey({ columns: [table.organizationId, table.subject] }), tenantPolicy()],
  )
  .enableRLS();
