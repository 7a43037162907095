import { DEFAULT_POLICY, type Policy } from "../checklist/check.ts";
import { withDeclarations } from "../checklist/declared.ts";
import { tupleSubject } from "../checklist/subject.ts";
import { usedRatio } from "../checklist/used-ratio.ts";
import type { Cause, Diagnosis } from "../diagnosis/cause.ts";
import type { Listener, NamespaceSnapshot, ProcessUse, Snapshot, Tuple } from "../host/snapshot.ts";
import { platformHold } from "../ports/hold-time.ts";
import { configurationOf, simulate } from "../ports/simulate.ts";
import { snapshotModel } from "../ports/simulate-snapshot.ts";
import { findCollisions } from "./collisions.ts";
import type { RemedyContext, Simulator, UnknownProcess } from "./remedy.ts";
import { knownConfiguration } from "./settings-of-changes.ts";

export interface RemedyFacts {
  snapshot: Snapshot;
  policy?: Policy;
  /** The namespace to act in; by default that of the evidence, or of the tightest tuple. */
  namespaceId?: string;
  /** From every socket, where they are at hand; else the snapshot's counts are used. */
  simulator?: Simulator;
  listeners?: readonly Listener[] | null;
}

export function remedyContext(
  { snapshot, policy: given = DEFAULT_POLICY, namespaceId, listeners = null }: RemedyFacts,
  diagnosis: Diagnosis,
): RemedyContext {
  const policy = withDeclarations(given, snapshot);
  const namespace = placeOf(snapshot, namespaceId ?? diagnosis.evidence[0]?.namespaceId ?? null);
  const tuple = tupleOf(namespace, diagnosis);
  const present = configurationOf(namespace);
  return {
    snapshot,
    diagnosis,
    policy,
    os: snapshot.host.os,
    namespace,
    tuple,
    pool: namespace.pools.find(({ source }) => source === tuple?.source) ?? namespace.pools[0] ?? null,
    present,
    known: knownConfiguration(snapshot, namespace.id),
    listeners,
    collisionsWith: (after) =>
      present ? findCollisions({ snapshot, namespace, before: present, after, listeners, declared: policy.declared }) : [],
    culprit: culpritOf(snapshot, namespace, diagnosis.cause, tuple?.holders[0]?.process ?? null),
  };
}

/** Works changes out on the snapshot's own counts. */
export function snapshotSimulator({ snapshot, namespace, present }: RemedyContext): Simulator {
  if (!present) return () => null;
  const modelOf = snapshotModel(namespace, present);
  const timeWaitSeconds = platformHold(snapshot.host.os, snapshot.windows).seconds;
  return (changes) => simulate(namespace, present, changes, modelOf, { timeWaitSeconds });
}

function placeOf({ namespaces }: Snapshot, id: string | null): NamespaceSnapshot {
  const tightest = (namespace: NamespaceSnapshot) => Math.max(0, ...[...namespace.tuples, ...namespace.pools].map(usedRatio));
  const named = namespaces.find((namespace) => namespace.id === id);
  return named ?? namespaces.reduce((worst, each) => (tightest(each) > tightest(worst) ? each : worst));
}

/** The one that the cause was found at, else the tightest; null without one. */
function tupleOf({ id, tuples }: NamespaceSnapshot, { evidence }: Diagnosis): Tuple | null {
  const said = evidence.filter(({ namespaceId }) => namespaceId === id);
  const named = said.flatMap(({ subject }) => tuples.filter((tuple) => tupleSubject(tuple) === subject));
  return (
    named[0] ?? tuples.reduce<Tuple | null>((worst, each) => (worst === null || usedRatio(each) > usedRatio(worst) ? each : worst), null)
  );
}

/** What a leak is counted by; for any other cause the one who holds the tightest tuple is it. */
const LEAKED: Partial<Record<Cause, (process: ProcessUse) => number>> = {
  "leak-close-wait": ({ closeWait }) => closeWait,
  "leak-bound": ({ boundInactive = 0 }) => boundInactive,
  "leak-established": ({ established }) => established,
  "udp-leak": ({ udpPortsInRange = 0 }) => udpPortsInRange,
  "file-descriptors": ({ descriptors }) => (descriptors?.limit ? descriptors.used / descriptors.limit : 0),
};

function culpritOf(snapshot: Snapshot, namespace: NamespaceSnapshot, cause: Cause, holder: string | null): RemedyContext["culprit"] {
  const { processes } = namespace;
  const weigh = LEAKED[cause];
  const worst = weigh
    ? processes.reduce<ProcessUse | null>((most, each) => (weigh(each) > (most ? weigh(most) : 0) ? each : most), null)
    : (processes.find(({ name }) => name === holder) ?? null);
  return {
    process: worst?.name ?? holder,
    unit: worst?.unit ?? null,
    runtime: worst?.runtime ?? null,
    unknownWhy: unknownWhy(snapshot, namespace),
  };
}

/** A search that left almost nothing open found that nobody holds these sockets: connections that end sooner than it looks. */
function unknownWhy({ replay, host, gaps }: Snapshot, { id, attributed }: NamespaceSnapshot): UnknownProcess {
  if (replay) return attributed === undefined ? `replay-${host.os}` : "none-open";
  const lost = gaps.filter(({ part, namespaceId }) => part === "processes" && (namespaceId === null || namespaceId === id));
  if (lost.some(({ reason }) => reason === "denied")) return "denied";
  if (lost.some(({ reason }) => reason === "timeout")) return "not-yet";
  return attributed === undefined ? "unread" : "none-open";
}
