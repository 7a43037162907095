import type { Policy } from "@berth/shared/domain/checklist/check.ts";
import { kernelSettingsOf } from "@berth/shared/domain/host/kernel-settings.ts";
import type { Sample, Setup } from "@berth/shared/domain/host/setup.ts";
import { sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Database } from "../connect/database.ts";
import { packJson, unpackJson } from "../packing/pack-json.ts";
import { column, maybeNumber, number } from "./answer-columns.ts";
import { askTogether } from "./ask-together.ts";
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
  /** The host's judgement of that sample need not come back. */
  judgedMs?: number | undefined;
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
  /** Null also where the asker said that it knows it. */
  judgement: Judgement | null;
  /** How many requests have brought something new of this host so far, this one with them. */
  pushes: number;
}

/** SQLSTATE of a row that no partition takes. */
const NO_PARTITION = "23514";
const FRAMES_MAX = 32;
/** Credentials whose organization is remembered, so that hosts of one organization are found without asking. */
const CREDENTIALS_MAX = 50_000;

/** A frame as the database takes it, and who sends it. */
interface PackedFrame {
  credentialHash: string;
  nowMs: number;
  frame: object;
  samples: readonly object[];
}

/** How agents' snapshots come in: the SHA-256 of a credential opens its host's rows and no others. */
export function ingestDoor({ queries, compression, pushStatementsMax }: Database) {
  const organizations = new LRUCache<string, number>({ max: CREDENTIALS_MAX });
  const ingest = askTogether<PackedFrame, IngestAnswer>({
    ask: ingestAll,
    groupOf: ({ credentialHash }) => organizations.get(credentialHash) ?? credentialHash,
    keyOf: ({ credentialHash }) => credentialHash,
    statementsMax: pushStatementsMax,
    questionsMax: FRAMES_MAX,
  });

  /** One round trip, but for hosts whose samples belong to a time that has no place yet. */
  async function ingestAll(frames: readonly [PackedFrame, ...PackedFrame[]]): Promise<(IngestAnswer | null)[]> {
    try {
      return await ingestTogether(frames);
    } catch (error) {
      if (sqlStateOf(error) !== NO_PARTITION) throw error;
      await queries.select({ done: sql`1` }).from(sql`berth.ensure_partitions(${frames[0].nowMs}::bigint)`);
      return ingestTogether(frames);
    }
  }

  async function ingestTogether(frames: readonly PackedFrame[]): Promise<(IngestAnswer | null)[]> {
    const asRows = frames.map(({ frame, nowMs }, at) => ({ at: at + 1, nowMs, ...frame }));
    const samples = frames.flatMap((each, at) => each.samples.map((sample) => ({ at: at + 1, ...sample })));
    const rows = await queries
      .select(ANSWER_COLUMNS)
      .from(
        sql`berth.ingest(${frames.map(({ credentialHash }) => credentialHash).join(",")}::text, ${JSON.stringify(asRows)}::text::json, ${JSON.stringify(samples)}::text::json)`,
      );
    const answers = frames.map((): IngestAnswer | null => null);
    for (const { at, judgement, ...rest } of rows) {
      const [unpacked = null] = judgement === null ? [] : await unpackJson<Judgement>(compression, judgement);
      answers[at - 1] = { ...rest, judgement: unpacked };
      organizations.set(frames[at - 1]!.credentialHash, rest.organizationId);
    }
    return answers;
  }

  /** The newest sample in full; of the others everything but the picture of the range, which only the newest is looked at for. */
  async function packFrame({ samples, tightest, setups, judgedMs }: IncomingFrame) {
    const [newest, ...earlier] = samples.toSorted((a, b) => b.sample.capturedAtMs - a.sample.capturedAtMs);
    if (newest === undefined) throw new RangeError("a request brings at least one sample");
    const packedSetups = setups.map(async ({ hash, sinceMs, setup }) => ({
      hash,
      sinceMs,
      ...(setup && { body: await packJson(compression, [setup]), settings: settingsOf(setup), labels: setup.host.labels }),
    }));
    const packedEarlier = earlier.length > 0 && {
      earlier: await packJson(
        compression,
        earlier.map(({ sample }) => withoutStrips(sample)),
      ),
      earlierFromMs: earlier.at(-1)?.sample.capturedAtMs,
    };
    return {
      frame: {
        newestMs: newest.sample.capturedAtMs,
        used: newest.figures.usedPermille,
        tightest: packTightest(tightest),
        body: await packJson(compression, [newest.sample]),
        ...packedEarlier,
        judgedMs,
        setupHash: setups.at(-1)?.hash,
        setups: await Promise.all(packedSetups),
      },
      samples: samples.map(({ figures, sample }) => ({ ms: sample.capturedAtMs, ...figures })),
    };
  }

  return {
    /** Null when the credential is not a host's. */
    async ingest(credentialHash: string, nowMs: number, frame: IncomingFrame): Promise<IngestAnswer | null> {
      return ingest({ credentialHash, nowMs, ...(await packFrame(frame)) });
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

const ANSWER_COLUMNS = {
  at: number("at"),
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
  pushes: number("pushes"),
};

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
