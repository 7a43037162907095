import type { Gap } from "../host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "../host/snapshot.ts";
import { type CheckNeeds, type CheckPart, type Evidence, type GapCause, HOST_PARTS, type HostPart, type NamespacePart } from "./check.ts";

export const isHostPart = (part: CheckPart): part is HostPart => HOST_PARTS.some((each) => each === part);

/** The parts among `needs` that belong to the whole host and were not read. */
export const unreadOnHost = (snapshot: Snapshot, needs: CheckNeeds): GapCause[] =>
  needs.parts
    .filter(isHostPart)
    .map((part) => unreadHostPart(snapshot, part))
    .filter((cause) => cause !== null);

/** The parts among `needs` that this namespace lacks, each with its reason. */
export const unreadIn = (snapshot: Snapshot, namespace: NamespaceSnapshot, needs: CheckNeeds): GapCause[] =>
  needs.parts
    .filter((part) => !isHostPart(part))
    .map((part) => unreadPart(snapshot, namespace, part, needs.settings))
    .filter((cause) => cause !== null);

/**
 * Why a part of a namespace cannot be judged; null where it can. A gap on the part is enough, even beside a value, because
 * the value is then narrower than the truth. Settings are the exception: each stands for itself.
 */
function unreadPart(
  snapshot: Snapshot,
  namespace: NamespaceSnapshot,
  part: NamespacePart,
  settings: CheckNeeds["settings"] = [],
): GapCause | null {
  const gap = gapOf(snapshot, part, namespace.id) ?? (part === "range" ? assumedReserved(snapshot, namespace) : null);
  // A verdict is reached before the lists of its ports are shortened.
  if (part === "firewall" && gap?.reason === "truncated" && namespace.firewall !== undefined) return null;
  const field = part === "settings" ? undefined : namespace[PART_FIELD[part]];
  const isNull = part === "settings" ? settings.some((name) => namespace.settings[name] === null) : field === null || field === undefined;
  if (part === "settings" ? !isNull : !isNull && gap === null) return null;
  return gap ?? unsaid(part);
}

/** Sockets of which some were read, and not all; a range whose reserved ports are not known, and only make it smaller. */
export const isReadInPart = ({ tcpStates, udp, capacity }: NamespaceSnapshot, { part, reason }: GapCause): boolean =>
  part === "reservedPorts"
    ? capacity !== null
    : (reason === "truncated" || reason === "malformed") && ((part === "tcp" && tcpStates !== null) || (part === "udp" && udp !== null));

/** The gap of a reserved list that the capacity does not count: it is too large. A list that was cut only for the wire was counted. */
function assumedReserved(snapshot: Snapshot, { id }: NamespaceSnapshot): GapCause | null {
  const gap = gapOf(snapshot, "reservedPorts", id);
  return gap?.reason === "truncated" ? null : gap;
}

const PART_FIELD = {
  tcp: "tcpStates",
  udp: "udp",
  range: "capacity",
  reservedPorts: "reserved",
  firewall: "firewall",
  processes: "attributed",
} as const satisfies Partial<Record<NamespacePart, keyof NamespaceSnapshot>>;

/** Such a part is there or it is not; a gap beside it is about something smaller. No node is no gap. */
function unreadHostPart(snapshot: Snapshot, part: HostPart): GapCause | null {
  const value = snapshot[part];
  const isThere = part === "failures" ? snapshot.isTraced === true || snapshot.failures.length > 0 : value !== undefined;
  if (isThere && (value !== null || part === "kubernetes")) return null;
  return asCause(snapshot.gaps.find((gap) => gap.part === part)) ?? unsaid(part);
}

/** A missing part that no gap explains: this agent does not report it. */
const unsaid = (part: CheckPart): GapCause => ({ kind: "gap", part, reason: "unsupported", hint: "" });

const gapOf = ({ gaps }: Snapshot, part: CheckPart, namespaceId: string): GapCause | null =>
  asCause(gaps.find((gap) => gap.part === part && (gap.namespaceId === null || gap.namespaceId === namespaceId)));

const asCause = (gap: Gap | undefined): GapCause | null =>
  gap ? { kind: "gap", part: gap.part, reason: gap.reason, hint: gap.hint, ...(gap.at && { at: gap.at }) } : null;

/** Names a namespace that was not judged, beside those that were. */
export function unreadNote(namespace: NamespaceSnapshot, cause: GapCause): Evidence {
  return {
    subject: namespace.name ?? namespace.id,
    namespaceId: namespace.id,
    observed: 0,
    limit: null,
    unit: "entries",
    rule: "namespace-unread",
    figures: { part: cause.part, reason: cause.reason },
  };
}

/** For a check that goes on without a part: the namespaces in which it was not read, as causes and as notes. */
export function blindTo(snapshot: Snapshot, part: NamespacePart): { causes: GapCause[]; notes: Evidence[] } {
  const blind = snapshot.namespaces.flatMap((namespace) => {
    const cause = unreadPart(snapshot, namespace, part);
    return cause ? [{ namespace, cause }] : [];
  });
  return {
    causes: blind.map(({ cause }) => cause),
    notes: blind.map(({ namespace, cause }) => unreadNote(namespace, cause)),
  };
}

/** Namespaces that should have been read and whose answer made no sense or did not come: no pass can rest on that. */
export const lostNamespaces = ({ gaps }: Snapshot): GapCause[] =>
  gaps
    .filter(({ part, reason }) => part === "namespaces" && (reason === "malformed" || reason === "timeout"))
    .map(({ part, reason, hint }) => ({ kind: "gap", part, reason, hint }));

/** What is missing of a part of the whole host that was read all the same: a pass cannot rest on the rest. */
export const missingOf = ({ gaps }: Snapshot, wanted: HostPart): GapCause[] =>
  gaps.filter(({ part }) => part === wanted).map(({ part, reason, hint }) => ({ kind: "gap", part, reason, hint }));

/** Listeners that were left out of a snapshot: a pass cannot rest on the ones that stayed. */
export const listenersLeftOut = ({ gaps }: Snapshot): GapCause[] =>
  gaps.filter(({ part }) => part === "listeners").map(({ part, reason, hint }) => ({ kind: "gap", part, reason, hint }));

/** Parts of a host that have no namespace's entry to stand in, so that only a note can say that they are missing. */
const UNSEEN = {
  namespaces: "namespaces-unseen",
  tuples: "details-left-out",
  pools: "details-left-out",
  listeners: "details-left-out",
} as const;

const isUnseen = (part: Gap["part"]): part is keyof typeof UNSEEN => Object.hasOwn(UNSEEN, part);

/** Namespaces that were not entered, and lists cut to keep the snapshot small. One that has gone meanwhile is no loss. */
export const unseenNotes = ({ gaps }: Snapshot): Evidence[] =>
  gaps.flatMap(({ part, reason, namespaceId }) =>
    isUnseen(part) && reason !== "absent"
      ? [
          {
            subject: namespaceId ?? "",
            namespaceId,
            observed: 0,
            limit: null,
            unit: "entries",
            rule: UNSEEN[part],
            figures: { part, reason },
          },
        ]
      : [],
  );
