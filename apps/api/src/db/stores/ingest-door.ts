import type { Policy } from "@berth/shared/domain/checklist/check.ts";
import { kernelSettingsOf } from "@berth/shared/domain/host/kernel-settings.ts";
import type { Sample, Setup } from "@berth/shared/domain/host/setup.ts";
import { sql } from "drizzle-orm";
import type { Database } from "../connect/database.ts";
import { packJson, unpackJson } from "../packing/pack-json.ts";
import { column, maybeNumber, number } from "./answer-columns.ts";
import type { Judgement } from "./judgement.ts";
import { packTightest, type Tightest } from "./tightest.ts";

/** What series, fleets and rollups are drawn from; null where the sample cannot tell. Units as in db/schema/snapshots.ts. */
export interface SampleFigures {
  usedPermille: number | null;
  bindPermille: number | null;
  udpPermille: number | null;
  ceilingPermille: number | null;
  closesTenths: number | null;
  failures: number;
  tightestAddress: string | null;
  tightestPort: number | null;
}

export interface IncomingSample {
  figures: SampleFigures;
  sample: Sample;
}

/** What one request of a host brings. */
export interface IncomingFrame {
  samples: readonly IncomingSample[];
  /** Of the newest of them. */
  tightest: Tightest;
  /** From when on which setup, oldest first; null where it is only named. */
  setups: readonly { hash: string; sinceMs: number; setup: Setup | null }[];
}

export interface IngestAnswer {
  /** Stamps of the samples that were new. */
  storedMs: number[];
  /** The newest of the request is new, and nothing newer of this host is stored. */
  isNewest: boolean;
  /** A setup was named that is not stored. */
  needsSetup: boolean;
  isWatched: boolean;
  organizationId: number;
  hostId: number;
  hostPublicId: string;
  settingsVersion: number;
  sampleSeconds: number;
  frameSamples: number;
  policyVersion: number;
  policy: Omit<Policy, "version"> | null;
  judgedCapturedAtMs: number | null;
  judgement: Judgement | null;
}

/** SQLSTATE of a row that no partition takes. */
const NO_PARTITION = "23514";

/** How an agent's snapshots come in: the SHA-256 of its credential opens the host's rows and no others. */
export function ingestDoor({ queries, compression }: Database) {
  const ingest = async (credentialHash: string, nowMs: number, frame: IncomingFrame): Promise<IngestAnswer | null> => {
    const packed = await packFrame(frame.samples);
    const setups = frame.setups.map(async ({ hash, sinceMs, setup }) => ({
      hash,
      sinceMs,
      ...(setup && { body: await packJson(compression, [setup]), settings: settingsOf(setup), labels: setup.host.labels }),
    }));
    const samples = frame.samples.map(({ figures, sample }) => ({ capturedAtMs: sample.capturedAtMs, ...figures }));
    const [answer] = await queries
      .select({
        storedMs: sql<number[]>`stored_ms`.mapWith((text) => JSON.parse(String(text)) as number[]),
        isNewest: column<boolean>("is_newest"),
        needsSetup: column<boolean>("needs_setup"),
        isWatched: column<boolean>("is_watched"),
        organizationId: number("organization_id"),
        hostId: number("host_id"),
        hostPublicId: column<string>("host_public_id"),
        settingsVersion: number("settings_version"),
        sampleSeconds: number("sample_seconds"),
        frameSamples: number("frame_samples"),
        policyVersion: number("policy_version"),
        policy: column<IngestAnswer["policy"]>("policy"),
        judgedCapturedAtMs: maybeNumber("judged_captured_at_ms"),
        judgement: column<string | null>("judgement"),
      })
      .from(
        sql`berth.ingest(${credentialHash}::text, ${nowMs}::bigint, ${JSON.stringify(samples)}::text::jsonb, ${packed.newestMs}::bigint,
          ${packed.used}::smallint, ${packTightest(frame.tightest)}::text, ${packed.body}::text, ${packed.earlier}::text,
          ${packed.earlierFromMs}::bigint, ${JSON.stringify(await Promise.all(setups))}::text::jsonb)`,
      );
    if (answer === undefined) return null;
    const { judgement, ...rest } = answer;
    const [unpacked = null] = judgement === null ? [] : await unpackJson<Judgement>(compression, judgement);
    return { ...rest, judgement: unpacked };
  };

  /** The newest in full; of the others everything but the picture of the range, which only the newest is looked at for. */
  async function packFrame(samples: readonly IncomingSample[]) {
    const [newest, ...earlier] = samples.toSorted((a, b) => b.sample.capturedAtMs - a.sample.capturedAtMs);
    if (newest === undefined) throw new RangeError("a request brings at least one sample");
    return {
      newestMs: newest.sample.capturedAtMs,
      used: newest.figures.usedPermille,
      body: await packJson(compression, [newest.sample]),
      earlier:
        earlier.length === 0
          ? null
          : await packJson(
              compression,
              earlier.map(({ sample }) => withoutStrips(sample)),
            ),
      earlierFromMs: earlier.at(-1)?.sample.capturedAtMs ?? null,
    };
  }

  return {
    /** Null when the credential is not a host's. One round trip, but for a host whose samples belong to a time that has no place yet. */
    async ingest(credentialHash: string, nowMs: number, frame: IncomingFrame): Promise<IngestAnswer | null> {
      try {
        return await ingest(credentialHash, nowMs, frame);
      } catch (error) {
        if (sqlStateOf(error) !== NO_PARTITION) throw error;
        await queries.select({ done: sql`1` }).from(sql`berth.ensure_partitions(${nowMs}::bigint)`);
        return ingest(credentialHash, nowMs, frame);
      }
    },

    /** Null where this host has told us no setup of that name. */
    async findSetup(credentialHash: string, hash: string): Promise<Setup | null> {
      const [found] = await queries
        .select({ body: column<string>("body") })
        .from(sql`berth.find_setup(${credentialHash}::text, ${hash}::text)`);
      if (found === undefined) return null;
      const [setup = null] = await unpackJson<Setup>(compression, found.body);
      return setup;
    },
  };
}

/** Those of the host's own namespace, which stands first. */
export function settingsOf({ host, namespaces: [own] }: Setup): Record<string, string> {
  return own ? Object.fromEntries(kernelSettingsOf(host.os, own)) : {};
}

const withoutStrips = (sample: Sample): Sample => ({
  ...sample,
  namespaces: sample.namespaces.map((namespace) => ({ ...namespace, strip: null })),
});

function sqlStateOf(error: unknown): unknown {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
}
