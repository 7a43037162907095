import type { Check, CheckId, FoundingItem } from "./check.ts";
import { bindFirst } from "./checks/bind-first.ts";
import { cfgDrift } from "./checks/cfg-drift.ts";
import { closeWait } from "./checks/closewait.ts";
import { containerNs } from "./checks/container-ns.ts";
import { ctDrop } from "./checks/ct-drop.ts";
import { ctUse } from "./checks/ct-use.ts";
import { enaAllow } from "./checks/ena-allow.ts";
import { ephDest } from "./checks/eph-dest.ts";
import { ephEta } from "./checks/eph-eta.ts";
import { ephHost } from "./checks/eph-host.ts";
import { exhEvidence } from "./checks/exh-evidence.ts";
import { fdConfound } from "./checks/fd-confound.ts";
import { fin2OrphanMem } from "./checks/fin2-orphan-mem.ts";
import { fwReturn } from "./checks/fw-return.ts";
import { fwStateless } from "./checks/fw-stateless.ts";
import { listenInRange } from "./checks/listen-in-range.ts";
import { mesh } from "./checks/mesh.ts";
import { natBudget } from "./checks/nat-budget.ts";
import { nodeport } from "./checks/nodeport.ts";
import { poolChurn } from "./checks/pool-churn.ts";
import { portmapDyn } from "./checks/portmap-dyn.ts";
import { procTop } from "./checks/proc-top.ts";
import { rangeSane } from "./checks/range-sane.ts";
import { rpcDyn } from "./checks/rpc-dyn.ts";
import { scaleOut } from "./checks/scale-out.ts";
import { sqlDyn } from "./checks/sql-dyn.ts";
import { synSent } from "./checks/syn-sent.ts";
import { twDest } from "./checks/tw-dest.ts";
import { twMyth } from "./checks/tw-myth.ts";
import { twReuse } from "./checks/tw-reuse.ts";
import { udpEph } from "./checks/udp-eph.ts";
import { winBound } from "./checks/win-bound.ts";
import { winExcl } from "./checks/win-excl.ts";
import { winReuse } from "./checks/win-reuse.ts";

const CHECKS: readonly Check[] = [
  rangeSane,
  ephDest,
  ephHost,
  twDest,
  closeWait,
  listenInRange,
  ctUse,
  twReuse,
  ctDrop,
  synSent,
  twMyth,
  cfgDrift,
  fin2OrphanMem,
  ephEta,
  exhEvidence,
  poolChurn,
  bindFirst,
  procTop,
  udpEph,
  fdConfound,
  scaleOut,
  fwReturn,
  fwStateless,
  natBudget,
  enaAllow,
  nodeport,
  containerNs,
  mesh,
  portmapDyn,
  rpcDyn,
  sqlDyn,
  winBound,
  winExcl,
  winReuse,
];

/** In display order: the seven items of the founding document first, then what was added to them, each by value. */
export const ALL_CHECKS: readonly Check[] = CHECKS.toSorted((a, b) => (a.founding ?? 8) - (b.founding ?? 8) || a.number - b.number);

/** A check's number in the catalogue: of two equally bad, the lower speaks for a host. A check of a later version comes last. */
export const catalogueNumber = (id: CheckId): number => CHECKS.find((check) => check.id === id)?.number ?? Number.POSITIVE_INFINITY;

/** The item of the founding checklist that a check answers; null for what was added to it. */
export const foundingItemOf = (id: CheckId): FoundingItem | null => CHECKS.find((check) => check.id === id)?.founding ?? null;

/**
 * How much history a caller should bring: the longest that any check looks back, and one interval more, which is at most
 * 300 s.
 */
export const HISTORY_MINUTES = Math.max(...ALL_CHECKS.map(({ needs }) => needs.minutes)) + 5;
