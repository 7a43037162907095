import { GAP_PARTS, type Gap, type GapPart } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { SightState } from "@berth/shared/text/cli-doctor.ts";

/** One part of what bears on ports, and whether it can be seen from here. */
export interface Sight {
  part: GapPart;
  state: SightState;
  /** What the agent says of it: the reasons and hints of its gaps, each once. */
  gaps: Pick<Gap, "reason" | "hint">[];
  /** Of `processes`: sockets in the range, and how many of them have a process that is known. Missing without a socket. */
  attributed?: { sockets: number; known: number };
}

/** Lists that are only ever cut, and parts of other systems: named where something is the matter. */
const ONLY_WITH_A_GAP: ReadonlySet<GapPart> = new Set(["tuples", "pools", "listeners", "socketOptions"]);

/** What needs a second snapshot is no loss in a single one. */
const NEEDS_TIME: ReadonlySet<GapPart> = new Set(["counters", "changes"]);

/** What can be seen of this host, from one snapshot. Nothing is asked again. */
export function examine(snapshot: Snapshot): Sight[] {
  return GAP_PARTS.flatMap((part): Sight[] => {
    const gaps = distinct(snapshot.gaps.filter((gap) => gap.part === part));
    const isElsewhere = part === "windows" ? snapshot.host.os !== "windows" : false;
    if (isElsewhere || (gaps.length === 0 && ONLY_WITH_A_GAP.has(part))) return [];
    const attributed = part === "processes" ? attributedIn(snapshot) : null;
    return [{ part, state: stateOf(part, snapshot, gaps), gaps, ...(attributed && { attributed }) }];
  });
}

function stateOf(part: GapPart, snapshot: Snapshot, gaps: Sight["gaps"]): SightState {
  const isThere = hasValue(part, snapshot);
  if (gaps.length === 0) return isThere || NEEDS_TIME.has(part) ? "seen" : "unseen";
  if (isThere) return "partly";
  return gaps.every(({ reason }) => reason === "absent") ? "absent" : "unseen";
}

function hasValue(part: GapPart, snapshot: Snapshot): boolean {
  const { namespaces } = snapshot;
  const everywhere = (value: (namespace: Snapshot["namespaces"][number]) => unknown) =>
    namespaces.length > 0 && namespaces.every((namespace) => value(namespace) !== null && value(namespace) !== undefined);
  switch (part) {
    case "tcp":
      return namespaces.some(({ tcpStates }) => tcpStates !== null);
    case "udp":
      return namespaces.some(({ udp }) => udp !== null);
    case "range":
      return namespaces.some(({ range }) => range !== null);
    case "reservedPorts":
      return namespaces.some(({ reserved }) => reserved !== null);
    case "settings":
      return namespaces.some(({ settings }) => settings.tcpTwReuse !== null);
    case "firewall":
      return namespaces.some(({ firewall }) => firewall !== undefined);
    case "boundInactive":
      return everywhere(({ source }) => (source === "netlink" ? source : null));
    case "namespaces":
      return namespaces.length > 1;
    case "processes":
      return namespaces.some((namespace) => namespace.attributed !== undefined || hasNoSocket(namespace));
    case "failures":
      return snapshot.isTraced === true;
    case "kubernetes":
      return snapshot.kubernetes !== undefined;
    case "socketOptions":
    case "tuples":
    case "pools":
    case "listeners":
      return true;
    default:
      return snapshot[part] !== undefined && snapshot[part] !== null;
  }
}

/** TIME_WAIT has no process. Nobody holds a port where nothing else is there. */
const hasNoSocket = ({ tcpStates, udp }: NamespaceSnapshot): boolean =>
  tcpStates !== null &&
  udp?.sockets === 0 &&
  [tcpStates.v4, tcpStates.v6].every(({ timeWait, ...open }) => Object.values(open).every((count) => count === 0));

function attributedIn({ namespaces }: Snapshot): { sockets: number; known: number } | null {
  const sum = (key: "sockets" | "known") => namespaces.reduce((total, { attributed }) => total + (attributed?.[key] ?? 0), 0);
  return sum("sockets") === 0 ? null : { sockets: sum("sockets"), known: sum("known") };
}

function distinct(gaps: readonly Gap[]): Sight["gaps"] {
  const seen = new Map(gaps.map(({ reason, hint }) => [`${reason} ${hint}`, { reason, hint }]));
  return [...seen.values()];
}
