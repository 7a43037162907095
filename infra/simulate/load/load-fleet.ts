import { sql } from "drizzle-orm";
import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import { jobStore } from "../../../apps/api/src/db/stores/job-store.ts";
import { BUCKET_MS, DAY_MS, HOUR_MS, WEEK_MS } from "../durations.ts";
import { type FleetModel, fleetModel } from "../fleet-model.ts";
import { fillDay, noVerdicts, type VerdictRow } from "./fill-day.ts";
import { fleetColumns, GroupSum } from "./fleet-rows.ts";
import { type FoundedFleet, foundFleet } from "./found-fleet.ts";
import { HostBuckets } from "./host-buckets.ts";
import { asOwner, ensurePartitions, insertColumns } from "./insert-columns.ts";
import { loadCurrent } from "./load-current.ts";
import { loadDestinations } from "./load-destinations.ts";
import { FRAME_MS, loadFrame, loadSample } from "./load-raw.ts";
import { mergeHour } from "./merge-hours.ts";
import { readWatermarks, type Watermarks } from "./watermarks.ts";

export interface LoadOptions {
  hosts: number;
  days: number;
  seed: number;
  organization: string;
  rawHours: number;
  nowMs: number;
  say: (line: string) => void;
}

/** Since Thursday 1970-01-01; weeks begin on Monday. */
const MONDAY_MS = 4 * DAY_MS;
const PACKED_HOSTS = 100;

/**
 * Fills a new organization with the fleet's past up to the last closed bucket, in the forms that the product's jobs would
 * have left it in by now; they go on from there. Memory holds a day of five minutes and a week of hours at a time.
 */
export async function loadFleet(
  db: InteractiveDatabase,
  options: LoadOptions,
): Promise<FoundedFleet & { model: FleetModel; endMs: number }> {
  const { hosts, days, seed, organization, rawHours, nowMs, say } = options;
  const closed = await readWatermarks(db, jobStore(db), nowMs);
  const endMs = closed.fiveMinutesMs;
  const startMs = Math.ceil((endMs - days * DAY_MS) / BUCKET_MS) * BUCKET_MS;
  const firstMs = Math.floor(startMs / DAY_MS) * DAY_MS;
  const model = fleetModel({ hosts, seed, firstMs });
  const fleet = await foundFleet(db, model, { name: organization, seed, enrolledAtMs: startMs });
  say(`organization ${organization}: ${hosts} hosts in ${fleet.groups.ids.length - 1} label groups`);

  await loadDays(db, fleet, model, { startMs, endMs, closed, say });
  const heard = await loadCurrent(db, fleet, model, { startMs, endMs });
  say(`${heard.length} hosts judged by their last sample`);

  const destinationsFromMs = Math.max(startMs, endMs - DAY_MS);
  for (let fromMs = destinationsFromMs; fromMs < endMs; fromMs += BUCKET_MS)
    await loadDestinations(db, fleet.organizationId, model, fromMs);
  say("destinations of the last day");

  const rawFromMs = Math.max(startMs, endMs - Math.ceil((rawHours * HOUR_MS) / FRAME_MS) * FRAME_MS);
  let raw = 0;
  for (let fromMs = rawFromMs; fromMs < endMs; fromMs += FRAME_MS) {
    raw += await loadFrame(db, fleet, model, fromMs);
    if ((fromMs - rawFromMs) % (10 * FRAME_MS) === 9 * FRAME_MS) say(`raw: ${raw} snapshots`);
  }
  for (const last of heard) if (last.atMs < rawFromMs) await loadSample(db, fleet, model, last);
  await leaveDue(db, fleet.organizationId, endMs);
  return { ...fleet, model, endMs };
}

interface Period {
  startMs: number;
  endMs: number;
  closed: Watermarks;
  say: (line: string) => void;
}

async function loadDays(db: InteractiveDatabase, fleet: FoundedFleet, model: FleetModel, period: Period): Promise<void> {
  const { startMs, endMs, closed, say } = period;
  const count = model.hosts.length;
  const day = new HostBuckets(count, 288, BUCKET_MS);
  const week = new HostBuckets(count, 168, HOUR_MS);
  const standing = noVerdicts(count);
  const sums = fleet.groups.ids.map(() => new GroupSum());
  for (let dayMs = Math.floor(startMs / DAY_MS) * DAY_MS; dayMs < endMs; dayMs += DAY_MS) {
    const weekMs = Math.floor((dayMs - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS;
    if (week.fromMs !== weekMs) week.begin(weekMs);
    day.begin(dayMs);
    const changes = fillDay(model, day, { fromMs: startMs, untilMs: endMs }, standing);
    const hours = Math.floor((Math.min(dayMs + DAY_MS, closed.hourMs) - dayMs) / HOUR_MS);
    for (let hour = 0; hour < hours; hour++) mergeHour(day, hour, week);

    await asOwner(db, fleet.organizationId, async (queries) => {
      const insert = (table: string, columns: Parameters<typeof insertColumns>[3]) =>
        insertColumns(queries, table, fleet.organizationId, columns);
      await insert("verdict_change", verdictColumns(changes, fleet.hostIds));
      for (let slot = 0; slot < day.slots; slot++) await insert("fleet_5m", fleetColumns(day, slot, fleet.groups, sums));
      const firstHour = (dayMs - weekMs) / HOUR_MS;
      for (let hour = 0; hour < hours; hour++) await insert("fleet_1h", fleetColumns(week, firstHour + hour, fleet.groups, sums));
    });
    await loadHosts(db, fleet, day, { packed: "host_day", open: "host_5m", isClosed: dayMs < closed.dayMs, slots: [0, day.slots] });
    const isWeekClosed = weekMs < closed.weekMs;
    const firstHour = (dayMs - weekMs) / HOUR_MS;
    if (!isWeekClosed || dayMs + DAY_MS === weekMs + WEEK_MS)
      await loadHosts(db, fleet, week, {
        packed: "host_week",
        open: "host_1h",
        isClosed: isWeekClosed,
        slots: [firstHour, firstHour + hours],
      });
    say(`${new Date(dayMs).toISOString().slice(0, 10)}: ${changes.length} verdicts changed`);
  }
}

interface Form {
  packed: "host_day" | "host_week";
  open: "host_5m" | "host_1h";
  isClosed: boolean;
  slots: readonly [number, number];
}

/** A closed period as one row a host, an open one as one row a bucket. */
async function loadHosts(db: InteractiveDatabase, fleet: FoundedFleet, buckets: HostBuckets, form: Form): Promise<void> {
  if (!form.isClosed) await ensurePartitions(db, buckets.fromMs + form.slots[0] * buckets.slotMs);
  await asOwner(db, fleet.organizationId, async (queries) => {
    if (form.isClosed)
      for (let from = 0; from < buckets.hosts; from += PACKED_HOSTS) {
        const to = Math.min(buckets.hosts, from + PACKED_HOSTS);
        await insertColumns(queries, form.packed, fleet.organizationId, buckets.packedColumns(from, to, fleet.hostIds));
      }
    else
      for (let slot = form.slots[0]; slot < form.slots[1]; slot++)
        await insertColumns(queries, form.open, fleet.organizationId, buckets.slotColumns(slot, fleet.hostIds));
  });
}

const verdictColumns = (changes: readonly VerdictRow[], hostIds: readonly number[]): Parameters<typeof insertColumns>[3] => [
  { name: "host_id", type: "int", values: changes.map(({ host }) => hostIds[host]!) },
  { name: "since_ms", type: "bigint", values: changes.map(({ sinceMs }) => sinceMs) },
  { name: "severity", type: "smallint", values: changes.map(({ severity }) => severity) },
  { name: "warn_checks", type: "smallint[]", values: changes.map(({ finding }) => (finding > 0 ? `{${finding}}` : "{}")) },
  { name: "fail_checks", type: "smallint[]", values: changes.map(({ finding }) => (finding < 0 ? `{${-finding}}` : "{}")) },
];

/** The hour that has begun is closed by the jobs, whether or not anything more is sent. */
async function leaveDue(db: InteractiveDatabase, organizationId: number, endMs: number): Promise<void> {
  const hourMs = Math.floor(endMs / HOUR_MS) * HOUR_MS;
  if (hourMs === endMs) return;
  await asOwner(db, organizationId, (queries) =>
    queries.execute(
      sql`insert into berth.rollup_due (organization_id, kind, from_ms) values (${organizationId}::int, 'hour', ${hourMs}::bigint)`,
    ),
  );
}
