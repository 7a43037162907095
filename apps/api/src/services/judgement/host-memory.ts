import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { LRUCache } from "lru-cache";
import type { Judgement } from "../../db/stores/judgement.ts";
import type { IngestAnswer } from "../../db/stores/secret-doors.ts";
import { HISTORY_MINUTES } from "./checklist.ts";

/** One snapshot a minute is enough for checks that look for what lasts. */
export const HISTORY_STEP_MS = 60_000;
const HISTORY_MS = HISTORY_MINUTES * 60_000;

/** What this process has seen of one host. */
interface RememberedHost {
  judgedMs: number | null;
  judgement: Judgement | null;
  /** How many pushes had brought something new when it was last looked at. */
  pushes: number;
  /** Thinned, oldest first; null where a part of it may be missing. */
  history: readonly Snapshot[] | null;
}

export interface KnownJudgement {
  judgedMs: number;
  judgement: Judgement;
}

/** What the judgement of a push starts from. */
export interface Recollection {
  judgement: Judgement | null;
  /** The snapshots before this push; null: the database knows. */
  earlier: readonly Snapshot[] | null;
}

/** About 12 kB each: 250 MB at most, for some five hundred hosts. */
const SNAPSHOTS_MAX = 20_000;

/**
 * The last half hour of hosts whose pushes all come to this process, so that judging one reads nothing. It is held against
 * the database's own count of pushes with each of them: what another process has taken in makes it read again. When it is
 * full, no host is let in before another has been silent: it would only push one out between two of its pushes.
 */
export class HostMemory {
  readonly #hosts: LRUCache<string, RememberedHost>;

  constructor(snapshotsMax = SNAPSHOTS_MAX) {
    this.#hosts = new LRUCache({ max: Math.ceil(snapshotsMax / (HISTORY_MINUTES + 1)), ttl: HISTORY_MS });
  }

  /** The judgement that need not be sent again. To be kept until the answer: another may take its place here meanwhile. */
  lastJudgement(credentialHash: string): KnownJudgement | null {
    const { judgedMs, judgement } = this.#hosts.get(credentialHash) ?? { judgedMs: null, judgement: null };
    return judgedMs === null || judgement === null ? null : { judgedMs, judgement };
  }

  /** Takes note of what a push has brought, of which `fresh` is known whole; `known` is what its question said it knew. */
  note(credentialHash: string, answer: IngestAnswer, fresh: readonly Snapshot[], known: KnownJudgement | null): Recollection {
    const before = this.#hosts.get(credentialHash);
    const isNew = answer.storedMs.length > 0;
    const history = before && before.pushes === answer.pushes - Number(isNew) ? before.history : null;
    const judgement = known !== null && known.judgedMs === answer.judgedCapturedAtMs ? known.judgement : answer.judgement;
    const isOvertaken = (before?.judgedMs ?? 0) > (answer.judgedCapturedAtMs ?? 0);
    this.#keep(credentialHash, {
      ...(before && isOvertaken
        ? { judgedMs: before.judgedMs, judgement: before.judgement }
        : { judgedMs: answer.judgedCapturedAtMs, judgement }),
      pushes: answer.pushes,
      history: history && fresh.length === answer.storedMs.length ? recent(history, fresh) : null,
    });
    const firstMs = Math.min(...fresh.map(({ capturedAtMs }) => capturedAtMs));
    const isInOrder = (history?.at(-1)?.capturedAtMs ?? 0) < firstMs;
    return { judgement, earlier: isInOrder ? history : null };
  }

  /** What the database had from before that push, and what the push brought. */
  complete(credentialHash: string, pushes: number, earlier: readonly Snapshot[], fresh: readonly Snapshot[]): void {
    const host = this.#hosts.get(credentialHash);
    if (host?.pushes === pushes) host.history = recent(earlier, fresh);
  }

  judged(credentialHash: string, judgedMs: number, judgement: Judgement): void {
    const host = this.#hosts.get(credentialHash);
    if (host) Object.assign(host, { judgedMs, judgement });
  }

  #keep(credentialHash: string, host: RememberedHost): void {
    const hosts = this.#hosts;
    if (!hosts.has(credentialHash) && hosts.size >= hosts.max) hosts.purgeStale();
    if (hosts.has(credentialHash) || hosts.size < hosts.max) hosts.set(credentialHash, host);
  }
}

/**
 * As far back as a judgement looks, and as the store gives it: the newest of each step, without pictures of the range; of a
 * request not much longer than a step, its newest.
 */
function recent(earlier: readonly Snapshot[], fresh: readonly Snapshot[]): Snapshot[] {
  const brought = fresh.toSorted(byCapture);
  const isLong = (brought.at(-1)?.capturedAtMs ?? 0) - (brought[0]?.capturedAtMs ?? 0) > 1.5 * HISTORY_STEP_MS;
  const ordered = [...earlier, ...(isLong ? brought : brought.slice(-1))].toSorted(byCapture);
  const fromMs = (ordered.at(-1)?.capturedAtMs ?? 0) - HISTORY_MS;
  const newestOfStep = new Map(ordered.map((each) => [Math.floor(each.capturedAtMs / HISTORY_STEP_MS), each]));
  return [...newestOfStep.values()].filter(({ capturedAtMs }) => capturedAtMs > fromMs).map(withoutStrips);
}

const byCapture = (a: Snapshot, b: Snapshot): number => a.capturedAtMs - b.capturedAtMs;

const withoutStrips = (snapshot: Snapshot): Snapshot =>
  snapshot.namespaces.every(({ strip }) => strip === null)
    ? snapshot
    : { ...snapshot, namespaces: snapshot.namespaces.map((namespace) => ({ ...namespace, strip: null })) };
