import { usedRatio } from "../../checklist/used-ratio.ts";
import type { OperatingSystem } from "../../host/operating-system.ts";
import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import { bestOf } from "../best-of.ts";
import { sharedRatio } from "../destination-signs.ts";
import { courseOf } from "../growth.ts";
import { liveStrength } from "../live-signs.ts";
import { say, unreadPart } from "../say.ts";
import { isSeenToBind } from "../seen-to-bind.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, type Strength, undecided, type Weighing } from "../weighing.ts";

/** Ports that each system gives out unless told otherwise (ip-sysctl.rst; MS 929851; XNU and FreeBSD in_pcb.c). */
const DEFAULT_PORTS: Record<OperatingSystem, number> = { linux: 28_232, windows: 16_384, darwin: 16_384, freebsd: 55_536 };
/** A range below this share of the default was made small by someone. */
const SMALL_SHARE = 0.6;
/** The same connections must fit the default range so well. */
const FITS_SHARE = 0.5;
/** One destination that holds this share of a shared pool in TIME_WAIT is the cause, not the size of the pool. */
const ONE_DESTINATION_SHARE = 0.5;

/** Fewer ports than the host needs: a range made small, or a default that all destinations of a system have to share. */
export const rangeSize = defineCause({
  id: "range-size",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: ["long-lived-connections", "kernel-port-search"],

  weigh(signs): Weighing {
    const { current } = signs;
    const found = bestOf(current.namespaces.flatMap((namespace) => [small(signs, namespace), shared(signs, namespace)]));
    if (found) return found;
    if (!signs.isRead) return undecided(unreadPart(current, current.namespaces.some(({ range }) => range === null) ? "range" : "tcp"));
    const [host] = current.namespaces;
    return excluded(say("cause-usual-range", { observed: host?.capacity ?? 0, limit: DEFAULT_PORTS[signs.os], unit: "ports" }));
  },
});

/** What is used of a small range would be little of the default one. */
function small(signs: Signs, namespace: NamespaceSnapshot): Weighing {
  const { capacity, range, tuples, pools } = namespace;
  const usual = DEFAULT_PORTS[signs.os];
  if (capacity === null || range === null || capacity >= SMALL_SHARE * usual) return excluded();
  const uses = [...tuples, ...(signs.isShared || !isSeenToBind(namespace) ? [] : pools)];
  const used = Math.max(0, signs.isShared ? (namespace.tcpPortsInRange ?? 0) : 0, ...uses.map((use) => use.used));
  const ratio = Math.max(used / Math.max(1, capacity), ...uses.map(usedRatio));
  const isRefused = signs.refusals.some(({ kind }) => kind !== "port-refused" && kind !== "udp");
  if (used > FITS_SHARE * usual || !(ratio > signs.policy.tuple.warnRatio || (isRefused && ratio > signs.policy.tuple.warnRatio / 2)))
    return excluded();
  const evidence = say("cause-small-range", {
    subject: `${range.low}–${range.high}`,
    namespace,
    observed: ratio,
    unit: "ratio",
    figures: { capacity, used, usual, usualShare: used / usual },
  });
  if (isFilledByOne(signs, namespace)) return possible("hint", used, [evidence]);
  return possible(ratio > signs.policy.tuple.failRatio || isRefused ? "strong" : "likely", used, [evidence]);
}

/**
 * Connections to one destination that are thrown away fill any range, and so do those that are never closed: they are what
 * to change first, and the range is the other way out. Those that stay are ordinary use once they were seen not to grow.
 */
function isFilledByOne(signs: Signs, namespace: NamespaceSnapshot): boolean {
  if (signs.churns.some(({ destination, strength }) => destination.namespace === namespace && strength !== "hint")) return true;
  if (signs.isShared) return false;
  const live = signs.destinations.filter((each) => each.namespace === namespace && isNamedBy(liveStrength(signs, each)));
  return live.some((each) => courseOf(signs.history, each).kind !== "steady");
}

const isNamedBy = (strength: Strength | null): boolean => strength !== null && strength !== "hint";

/** All destinations draw on one pool of the default size or less, it is full, and no single destination fills it. */
function shared(signs: Signs, namespace: NamespaceSnapshot): Weighing {
  const { capacity, tcpPortsInRange } = namespace;
  if (!signs.isShared || !capacity || tcpPortsInRange === null || capacity > DEFAULT_PORTS[signs.os]) return excluded();
  const ratio = sharedRatio(namespace);
  const isRefused = signs.refusals.some(({ kind }) => kind === "no-buffers" || kind === "pool-empty" || kind === "connect-unavailable");
  const isOne = ({ destination }: Signs["churns"][number]) =>
    destination.namespace === namespace && destination.tuple.timeWait > ONE_DESTINATION_SHARE * tcpPortsInRange;
  if (signs.churns.some(isOne)) return excluded();
  if (ratio <= signs.policy.host.warnRatio) return excluded();
  const evidence = say("cause-shared-pool", { namespace, observed: ratio, unit: "ratio", figures: { used: tcpPortsInRange, capacity } });
  const refused = signs.refusals.slice(0, 1).map((each) => each.evidence);
  return possible(ratio > signs.policy.host.failRatio || isRefused ? "strong" : "likely", tcpPortsInRange, [evidence, ...refused]);
}
