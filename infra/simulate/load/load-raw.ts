import { type Sample, splitSnapshot } from "@berth/shared/domain/host/setup.ts";
import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import { packJson } from "../../../apps/api/src/db/packing/pack-json.ts";
import type { SampleFigures } from "../../../apps/api/src/db/stores/ingest-door.ts";
import { summariseSample } from "../../../apps/api/src/services/snapshots/summarise-sample.ts";
import { SAMPLE_MS } from "../durations.ts";
import type { FleetModel } from "../fleet-model.ts";
import type { FoundedFleet } from "./found-fleet.ts";
import { asOwner, type Column, insertColumns } from "./insert-columns.ts";

/** What the agents send in one request. */
const FRAME_SAMPLES = 6;
export const FRAME_MS = FRAME_SAMPLES * SAMPLE_MS;
const ROWS_MAX = 6_000;

interface Row extends SampleFigures {
  hostId: number;
  capturedAtMs: number;
  body: string | null;
  earlier: string | null;
  earlierFromMs: number | null;
}

/** Every host's samples of one frame, from `fromMs` on, as berth.ingest stores those of one request. */
export async function loadFrame(db: InteractiveDatabase, fleet: FoundedFleet, model: FleetModel, fromMs: number): Promise<number> {
  let rows: Row[] = [];
  let stored = 0;
  const flush = async () => {
    const full = rows;
    rows = [];
    stored += full.length;
    await asOwner(db, fleet.organizationId, (queries) => insertColumns(queries, "snapshot", fleet.organizationId, columnsOf(full)));
  };
  for (const { index } of model.hosts) {
    const samples = samplesOf(model, index, fromMs);
    rows.push(...(await rowsOf(db, fleet.hostIds[index]!, samples)));
    if (rows.length >= ROWS_MAX) await flush();
  }
  await flush();
  return stored;
}

/** One sample by itself: the last of a host that fell silent. */
export async function loadSample(
  db: InteractiveDatabase,
  fleet: FoundedFleet,
  model: FleetModel,
  last: { index: number; atMs: number },
): Promise<void> {
  const snapshot = model.snapshotAt(last.index, last.atMs);
  if (snapshot === null) return;
  const rows = await rowsOf(db, fleet.hostIds[last.index]!, [
    { sample: splitSnapshot(snapshot).sample, figures: summariseSample(snapshot, snapshot) },
  ]);
  await asOwner(db, fleet.organizationId, (queries) => insertColumns(queries, "snapshot", fleet.organizationId, columnsOf(rows)));
}

function samplesOf(model: FleetModel, index: number, fromMs: number): { sample: Sample; figures: SampleFigures }[] {
  return Array.from({ length: FRAME_SAMPLES }, (_, at) => model.snapshotAt(index, fromMs + at * SAMPLE_MS)).flatMap((snapshot) => {
    if (snapshot === null) return [];
    const { sample } = splitSnapshot(snapshot);
    return [{ sample, figures: summariseSample(sample, snapshot) }];
  });
}

/** The newest in full, the others together beside it. */
async function rowsOf(
  { compression }: InteractiveDatabase,
  hostId: number,
  samples: readonly { sample: Sample; figures: SampleFigures }[],
): Promise<Row[]> {
  const newest = samples.at(-1);
  if (newest === undefined) return [];
  const others = samples.slice(0, -1).map(({ sample }) => ({
    ...sample,
    namespaces: sample.namespaces.map((namespace) => ({ ...namespace, strip: null })),
  }));
  const body = await packJson(compression, [newest.sample]);
  const earlier = others.length === 0 ? null : await packJson(compression, others.toReversed());
  return samples.map(({ sample, figures }) => {
    const isNewest = sample === newest.sample;
    const packed = isNewest
      ? { body, earlier, earlierFromMs: others[0]?.capturedAtMs ?? null }
      : { body: null, earlier: null, earlierFromMs: null };
    return { hostId, capturedAtMs: sample.capturedAtMs, ...figures, ...packed };
  });
}

function columnsOf(rows: readonly Row[]): Column[] {
  const column = (name: string, type: Column["type"], of: (row: Row) => number | string | null): Column => ({
    name,
    type,
    values: rows.map(of),
  });
  return [
    column("host_id", "int", ({ hostId }) => hostId),
    column("captured_at_ms", "bigint", ({ capturedAtMs }) => capturedAtMs),
    column("used_permille", "smallint", ({ usedPermille }) => usedPermille),
    column("bind_permille", "smallint", ({ bindPermille }) => bindPermille),
    column("udp_permille", "smallint", ({ udpPermille }) => udpPermille),
    column("ceiling_permille", "int", ({ ceilingPermille }) => ceilingPermille),
    column("closes_tenths", "int", ({ closesTenths }) => closesTenths),
    column("failures", "int", ({ failures }) => failures),
    column("tightest_address", "text", ({ tightestAddress }) => tightestAddress),
    column("tightest_port", "int", ({ tightestPort }) => tightestPort),
    column("body", "bytea", ({ body }) => body),
    column("earlier", "bytea", ({ earlier }) => earlier),
    column("earlier_from_ms", "bigint", ({ earlierFromMs }) => earlierFromMs),
  ];
}
