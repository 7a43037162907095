import type { Holder } from "@berth/shared/domain/host/snapshot.ts";
import { percent } from "../check/page-style.ts";
import { printable } from "../uplink/log.ts";
import type { PortRow } from "./port-rows.ts";
import type { TopReading } from "./top-reading.ts";
import type { TopStyle } from "./top-style.ts";

/**
 * Who holds the ports of a row, each named once: those that have them open, then those that had. Where nobody was seen,
 * whose calls failed; else why nobody is named. Empty for a pool, whose holders no socket tells.
 */
export function holderNames(row: PortRow, { failures, snapshot }: TopReading, style: TopStyle, withUnit = false): string[] {
  const { top } = style;
  const named = onceEach(row.holders).map(({ process, share, basis, unit }) => {
    const name = top.holder(printable(process), percent(share, style), basis === "inferred");
    return withUnit && unit !== undefined ? `${name}  ${printable(unit)}` : name;
  });
  if (named.length > 0) return named;
  const failing = failures.filter(row.isOwnFailure).flatMap(({ process }) => (process === null ? [] : [top.failing(printable(process))]));
  if (failing.length > 0) return [...new Set(failing)];
  if (row.kind === "pool") return [];
  const isDenied = snapshot.gaps.some(({ part, reason }) => part === "processes" && reason === "denied");
  return [isDenied ? top.nobodyKnown : top.nobodySeen];
}

/** The first of each name: the live ones before what is inferred, the largest share first. */
function onceEach(holders: readonly Holder[]): Holder[] {
  const live = holders.filter(({ basis }) => basis !== "inferred");
  const ordered = [...live, ...holders.filter(({ basis }) => basis === "inferred")];
  return ordered.filter(({ process, unit }, at) => ordered.findIndex((each) => each.process === process && each.unit === unit) === at);
}
