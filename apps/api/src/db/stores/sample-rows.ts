import { joinSnapshot, type Sample, type Setup } from "@berth/shared/domain/host/setup.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { type Compression, unpackJson } from "../packing/pack-json.ts";

/** Packed bytes as every driver carries them. */
export const asBase64 = (packed: PgColumn): SQL<string | null> => sql<string | null>`encode(${packed}, 'base64')`;

export interface StoredSetup {
  sinceMs: number;
  setup: Setup;
}

/** The whole snapshot of a stored sample: with the setup that was in force when it was taken. Null where none is known. */
export function withSetup(sample: Sample, setups: readonly StoredSetup[]): Snapshot | null {
  const inForce = setups.filter(({ sinceMs }) => sinceMs <= sample.capturedAtMs).reduce<StoredSetup | null>(later, null);
  return inForce && joinSnapshot(sample, inForce.setup);
}

const later = (a: StoredSetup | null, b: StoredSetup): StoredSetup => (a !== null && a.sinceMs > b.sinceMs ? a : b);

/** The samples of one request; those of `earlier` only where somebody asks for them. */
export async function unpackSamples(compression: Compression, ...packed: readonly (string | null)[]): Promise<Sample[]> {
  const lists = packed.map((each) => (each === null ? [] : unpackJson<Sample>(compression, each)));
  return (await Promise.all(lists)).flat();
}

export async function unpackSetups(compression: Compression, rows: readonly { sinceMs: number; body: string | null }[]) {
  return Promise.all(
    rows.map(async ({ sinceMs, body }): Promise<StoredSetup> => {
      const [setup] = await unpackJson<Setup>(compression, body ?? "");
      if (setup === undefined) throw new RangeError("a setup without content is stored");
      return { sinceMs, setup };
    }),
  );
}
