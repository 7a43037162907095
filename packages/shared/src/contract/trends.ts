import { z } from "zod";
import { CHECK_IDS } from "../domain/checklist/check.ts";
import { Count, HostId, Port, Ratio, Text, Timestamp } from "./scalars.ts";

const Moment = z.iso.datetime({ offset: true });

/** A label and its value, `zone:eu-1`: split at the first colon. */
const GroupName = z
  .string()
  .min(3)
  .max(330)
  .regex(/^[^:]+:.*$/, "is a label and its value, as zone:eu-1");

/** `step` in seconds. Without anything said: the last 24 hours, in the finest steps that are kept for so long. */
export const FleetTrendsQuery = z.strictObject({
  from: Moment.optional(),
  to: Moment.optional(),
  step: z.enum(["300", "3600"]).optional(),
  group: GroupName.optional(),
});

/** Without anything said: the last hour. */
export const DestinationsQuery = z.strictObject({
  from: Moment.optional(),
  to: Moment.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const ForecastsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const DriftQuery = z.strictObject({ group: GroupName.optional() });

const Group = z.object({ label: Text(64), value: Text(256, 0) });

/** One value a step. Null: nobody reported, or it could not be read. */
const Ratios = z.array(Ratio.nullable());
const Rates = z.array(z.number().min(0).nullable());
const Counts = z.array(Count.nullable());

/**
 * A fleet over time, by columns: step i begins `stepSeconds` × i after `from`. Percentiles are over hosts, each with its
 * worst moment of the step; a host that could not read its sockets is in `hosts` and not in `measured`.
 */
export const FleetTrends = z.object({
  group: Group.nullable(),
  from: Timestamp,
  to: Timestamp,
  stepSeconds: z.int(),
  /** Enrolled by then, whether they reported or not. */
  enrolled: Counts,
  hosts: Counts,
  measured: Counts,
  /** The tightest tuple of each host. */
  usedRatio: z.object({ p50: Ratios, p90: Ratios, p95: Ratios, p99: Ratios, max: Ratios }),
  bindPoolUsedRatio: z.object({ p95: Ratios, max: Ratios }),
  /** New connections per second over what the ports bear for ever. */
  rateOverCeiling: z.object({ p95: Rates, max: Rates }),
  /** Of all hosts together. */
  closesPerSecond: Rates,
  /** Calls that found no port. */
  failures: Counts,
  /** Hosts strictly over half, 60 and 80 % of a tuple. */
  hostsOver: z.object({ half: Counts, sixty: Counts, eighty: Counts }),
  verdicts: z.object({ pass: Counts, warn: Counts, fail: Counts, unknown: Counts }),
  /** Hosts by check, those checks that found something in the period. */
  checks: z.array(z.object({ id: z.enum(CHECK_IDS), warn: Counts, fail: Counts })),
});

/** Labels under which hosts are looked at together. */
export const FleetGroups = z.object({ data: z.array(Group.extend({ hosts: Count })) });

const DestinationRow = z.object({
  address: z.string(),
  port: Port,
  /** At once, at most. */
  hosts: Count,
  /** Of all hosts together, mean of the period. */
  closesPerSecond: z.number().min(0),
  /** Ports of all hosts together, mean of the period. */
  usedPorts: Count,
  /** The tightest host's, at its worst. */
  worstUsedRatio: Ratio,
  lastSeen: Timestamp,
});

export const Destinations = z.object({ from: Timestamp, to: Timestamp, data: z.array(DestinationRow) });

/** When a line is reached. Null beside `at`: it may never be. `unknown` says why. */
const LineForecast = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("crossed") }),
  z.object({ kind: z.literal("at"), low: Timestamp, best: Timestamp, high: Timestamp.nullable() }),
  z.object({ kind: z.literal("never"), low: Timestamp.nullable() }),
  z.object({ kind: z.literal("unknown"), reason: z.enum(["too-short", "too-few-readings", "silent"]) }),
]);

const ForecastRow = z.object({
  subject: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("host"), id: HostId, hostname: z.string() }),
    z.object({ kind: z.literal("destination"), address: z.string(), port: Port }),
  ]),
  /** Days of history that it rests on. */
  historyDays: z.number().min(0),
  usedRatio: Ratio.nullable(),
  growthPerDay: z.number().nullable(),
  sixty: LineForecast,
  eighty: LineForecast,
});

/** Soonest first. `madeAt` is null before the first were made. */
export const Forecasts = z.object({ madeAt: Timestamp.nullable(), horizonDays: z.int(), data: z.array(ForecastRow) });

/** A setting that is not the same on all hosts of a group. */
const DriftRow = z.object({
  setting: z.string(),
  /** What more than half of the hosts have; null where none has so many. */
  majority: z.object({ value: z.string(), hosts: Count }).nullable(),
  differing: z.array(z.object({ id: HostId, hostname: z.string(), value: z.string(), since: Timestamp })),
  unknownHosts: Count,
});

export const Drift = z.object({ group: Group.nullable(), hosts: Count, data: z.array(DriftRow) });

export type FleetTrends = z.infer<typeof FleetTrends>;
export type FleetGroups = z.infer<typeof FleetGroups>;
export type Destinations = z.infer<typeof Destinations>;
export type DestinationRow = z.infer<typeof DestinationRow>;
export type Forecasts = z.infer<typeof Forecasts>;
export type ForecastRow = z.infer<typeof ForecastRow>;
export type Drift = z.infer<typeof Drift>;
export type DriftRow = z.infer<typeof DriftRow>;
