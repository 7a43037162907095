import { GAP_PARTS, type Gap, type GapPart } from "@berth/shared/domain/host/gap.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { SightState } from "@berth/shared/text/cli-doctor.ts";

/** One part of what bears on ports, and whether it can be seen from here. */
export interface Sight {
  part: GapPart;
  state: SightState;
  /** What the agent says of it: the reasons and hints of its gaps, each once. */
  gaps: Pick<Gap, "reason" | "hint">[];
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
    return [{ part, state: stateOf(part, snapshot, gaps), gaps }];
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
      return namespaces.some(({ attributed }) => attributed !== undefined);
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

function distinct(gaps: readonly Gap[]): Sight["gaps"] {
  const seen = new Map(gaps.map(({ reason, hint }) => [`${reason} ${hint}`, { reason, hint }]));
  return [...seen.values()];
}
