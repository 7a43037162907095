import { bindsFirst } from "../checklist/binds-first.ts";
import type { CheckResult, Facts } from "../checklist/check.ts";
import { usedRatio } from "../checklist/used-ratio.ts";
import type { LogSignature } from "../host/evidence.ts";
import type { OperatingSystem } from "../host/operating-system.ts";
import type { NamespaceSnapshot, Snapshot } from "../host/snapshot.ts";
import { type ChurnSigns, findChurn } from "./churn-signs.ts";
import { type DestinationSigns, destinationSigns, sharedRatio } from "./destination-signs.ts";
import { type Refusal, refusalsOf } from "./refusals.ts";

/** What the causes look at: facts, read once. */
export interface Signs extends Facts {
  os: OperatingSystem;
  results: readonly CheckResult[];
  destinations: DestinationSigns[];
  refusals: Refusal[];
  /** Connections that come and go to the destination with most of them; null where none do. */
  churn: ChurnSigns | null;
  /** All that churn, likeliest first; `churn` is the first. */
  churns: ChurnSigns[];
  /** All destinations draw on one pool: Windows without an auto-reuse range, macOS. */
  isShared: boolean;
  /** Sockets and range of every namespace were read. */
  isRead: boolean;
  /** Sockets of at least one namespace were read. */
  isAnyRead: boolean;
  /** Somebody looked for failures: logs were read, or calls are traced. */
  isListened: boolean;
  /** The namespace of which that is; null without any. */
  fullestId: string | null;
  /** Highest used ÷ capacity of any tuple or pool that somebody depends on, 0 to 1. */
  fullest: number;
}

export function readSigns(facts: Facts, results: readonly CheckResult[]): Signs {
  const { current } = facts;
  const { os } = current.host;
  const autoReuse = current.windows?.autoReuse;
  const isShared = os === "darwin" || (os === "windows" && (autoReuse === undefined || autoReuse === null || autoReuse === "off"));
  const refusals = refusalsOf(current);
  const destinations = destinationSigns(current, refusals, isShared);
  const [fullest] = current.namespaces
    .map((namespace) => ({ id: namespace.id, ratio: fullestOf(namespace, isShared) }))
    .toSorted((a, b) => b.ratio - a.ratio);
  const readable = current.namespaces.filter((namespace) => isReadable(current, namespace));
  const churns = findChurn(facts, destinations, refusals.length > 0);
  return {
    ...facts,
    os,
    results,
    refusals,
    isShared,
    destinations,
    churns,
    churn: churns[0] ?? null,
    isRead: readable.length > 0 && readable.length === current.namespaces.length,
    isListened: current.logs !== undefined || current.isTraced === true || current.failures.length > 0,
    isAnyRead: current.namespaces.some(({ tcpStates }) => tcpStates !== null),
    fullest: fullest?.ratio ?? 0,
    fullestId: fullest?.id ?? null,
  };
}

/** Both are there, and no gap says that they are narrower than the truth. */
const isReadable = ({ gaps }: Snapshot, { id, tcpStates, capacity }: NamespaceSnapshot): boolean =>
  tcpStates !== null &&
  capacity !== null &&
  !gaps.some(
    ({ part, namespaceId }) =>
      (part === "tcp" || part === "range" || part === "reservedPorts") && (namespaceId === null || namespaceId === id),
  );

function fullestOf(namespace: NamespaceSnapshot, isShared: boolean): number {
  const { tuples, otherTuples, pools, udp, capacity } = namespace;
  const sure = Math.max(
    0,
    ...tuples.map(usedRatio),
    otherTuples.worstUsedRatio ?? 0,
    udp && capacity ? Math.min(1, udp.portsInRange / capacity) : 0,
    isShared ? sharedRatio(namespace) : 0,
  );
  const pool = Math.max(0, ...pools.map(usedRatio));
  return pool > sure && bindsFirst(namespace) ? pool : sure;
}

/** Lines of the log with this signature. */
export const linesOf = ({ current }: Signs, signature: LogSignature) => (current.logs ?? []).filter((line) => line.signature === signature);

/** What a check said; undefined where it was not run. */
export const statusOf = ({ results }: Signs, id: CheckResult["id"]) => results.find((each) => each.id === id)?.outcome.status;
