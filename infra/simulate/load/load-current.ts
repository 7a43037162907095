import { catalogueNumber } from "@berth/shared/domain/checklist/all-checks.ts";
import { hashSetup, type Setup, splitSnapshot } from "@berth/shared/domain/host/setup.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { InteractiveDatabase, Queries } from "../../../apps/api/src/db/connect/database.ts";
import { packJson } from "../../../apps/api/src/db/packing/pack-json.ts";
import { settingsOf } from "../../../apps/api/src/db/stores/ingest-door.ts";
import { type Judgement, SEVERITY } from "../../../apps/api/src/db/stores/judgement.ts";
import { packTightest } from "../../../apps/api/src/db/stores/tightest.ts";
import { judge, policyOf } from "../../../apps/api/src/services/judgement/checklist.ts";
import { summariseSample, tightestOf } from "../../../apps/api/src/services/snapshots/summarise-sample.ts";
import { BUCKET_MS, HOUR_MS, SAMPLE_MS } from "../durations.ts";
import type { FleetModel } from "../fleet-model.ts";
import type { FoundedFleet } from "./found-fleet.ts";
import { asOwner, type Column, insertColumns } from "./insert-columns.ts";

/** No silence lasts longer. */
const SILENCE_MAX_MS = 8 * HOUR_MS;

const SETUP_AGE_MS = 36 * HOUR_MS;

interface CurrentRow {
  index: number;
  hostId: number;
  snapshot: Snapshot;
  setupHash: string;
  judgement: Judgement;
  packed: string;
}

export interface LastSample {
  index: number;
  atMs: number;
}

/**
 * What each host is now, by its last sample before `endMs` and the product's own judgement of it; its setups; and what that
 * judgement changed. Returns when each host was last heard of.
 */
export async function loadCurrent(
  db: InteractiveDatabase,
  fleet: FoundedFleet,
  model: FleetModel,
  { startMs, endMs }: { startMs: number; endMs: number },
): Promise<LastSample[]> {
  const last: LastSample[] = [];
  for (let from = 0; from < model.hosts.length; from += 500) {
    const rows: CurrentRow[] = [];
    for (const { index } of model.hosts.slice(from, from + 500)) {
      const snapshot = lastSnapshot(model, index, endMs);
      if (snapshot === null) continue;
      const judgement = judge([snapshot], [], null, policyOf(1, null));
      const packed = await packJson(db.compression, [judgement]);
      const setupHash = hashSetup(splitSnapshot(snapshot).setup);
      rows.push({ index, hostId: fleet.hostIds[index]!, snapshot, setupHash, judgement, packed });
      last.push({ index, atMs: snapshot.capturedAtMs });
    }
    const setups = await setupColumns(db, model, rows, startMs);
    await asOwner(db, fleet.organizationId, async (queries) => {
      const insert = (table: string, columns: Column[]) => insertColumns(queries, table, fleet.organizationId, columns);
      await insert("host_setup", setups);
      await insert("host_current", currentColumns(rows, endMs));
      await insert("host_judgement", judgementColumns(rows));
      await insertVerdicts(queries, fleet.organizationId, rows, endMs);
    });
  }
  return last;
}

function lastSnapshot(model: FleetModel, index: number, endMs: number): Snapshot | null {
  for (let atMs = endMs - SAMPLE_MS; atMs > endMs - SILENCE_MAX_MS; atMs -= BUCKET_MS) {
    const snapshot = model.snapshotAt(index, atMs);
    if (snapshot !== null) return snapshot;
  }
  return null;
}

/** The setup at the start, and that of now, where it is another, from before the oldest raw snapshot on. */
async function setupColumns(
  { compression }: InteractiveDatabase,
  model: FleetModel,
  rows: readonly CurrentRow[],
  startMs: number,
): Promise<Column[]> {
  const setups: { hostId: number; sinceMs: number; hash: string; setup: Setup; body: string }[] = [];
  const add = async (hostId: number, sinceMs: number, setup: Setup) =>
    void setups.push({ hostId, sinceMs, hash: hashSetup(setup), setup, body: await packJson(compression, [setup]) });
  for (const { index, hostId, snapshot, setupHash } of rows) {
    const first = model.snapshotAt(index, startMs);
    const before = first && splitSnapshot(first).setup;
    const isSame = before === null || hashSetup(before) === setupHash;
    if (!isSame) await add(hostId, startMs, before);
    await add(hostId, isSame ? startMs : Math.max(startMs + 1, snapshot.capturedAtMs - SETUP_AGE_MS), splitSnapshot(snapshot).setup);
  }
  return [
    { name: "host_id", type: "int", values: setups.map(({ hostId }) => hostId) },
    { name: "since_ms", type: "bigint", values: setups.map(({ sinceMs }) => sinceMs) },
    { name: "hash", type: "text", values: setups.map(({ hash }) => hash) },
    { name: "settings", type: "jsonb", values: setups.map(({ setup }) => JSON.stringify(settingsOf(setup))) },
    { name: "body", type: "bytea", values: setups.map(({ body }) => body) },
  ];
}

function currentColumns(rows: readonly CurrentRow[], endMs: number): Column[] {
  const column = (name: string, type: Column["type"], of: (row: CurrentRow) => number | string | null): Column => ({
    name,
    type,
    values: rows.map(of),
  });
  return [
    column("host_id", "int", ({ hostId }) => hostId),
    column("captured_at_ms", "bigint", ({ snapshot }) => snapshot.capturedAtMs),
    column("received_at_ms", "bigint", ({ snapshot }) => Math.min(endMs, snapshot.capturedAtMs + 200)),
    column("used_permille", "smallint", ({ snapshot }) => summariseSample(snapshot, snapshot).usedPermille),
    column("setup_hash", "text", ({ setupHash }) => setupHash),
    column("tightest", "text", ({ snapshot }) => packTightest(tightestOf(snapshot))),
    column("judged_captured_at_ms", "bigint", ({ snapshot }) => snapshot.capturedAtMs),
    column("judged_at_ms", "bigint", ({ snapshot }) => Math.min(endMs, snapshot.capturedAtMs + 250)),
    column("severity", "smallint", ({ judgement }) => SEVERITY[judgement.verdict.status]),
  ];
}

const judgementColumns = (rows: readonly CurrentRow[]): Column[] => [
  { name: "host_id", type: "int", values: rows.map(({ hostId }) => hostId) },
  { name: "verdict", type: "text", values: rows.map(({ judgement }) => JSON.stringify(judgement.verdict)) },
  { name: "judgement", type: "bytea", values: rows.map(({ packed }) => packed) },
];

/** From the next bucket on, so that the rollups that are made stay as they are. */
async function insertVerdicts(queries: Queries, organizationId: number, rows: readonly CurrentRow[], endMs: number): Promise<void> {
  const numbers = ({ judgement }: CurrentRow, status: "warn" | "fail") =>
    `{${judgement.settled.checks
      .filter((check) => check.status === status)
      .map(({ id }) => catalogueNumber(id))
      .join()}}`;
  await insertColumns(queries, "verdict_change", organizationId, [
    { name: "host_id", type: "int", values: rows.map(({ hostId }) => hostId) },
    { name: "since_ms", type: "bigint", values: rows.map(() => endMs) },
    { name: "severity", type: "smallint", values: rows.map(({ judgement }) => SEVERITY[judgement.verdict.status]) },
    { name: "warn_checks", type: "smallint[]", values: rows.map((row) => numbers(row, "warn")) },
    { name: "fail_checks", type: "smallint[]", values: rows.map((row) => numbers(row, "fail")) },
  ]);
}
