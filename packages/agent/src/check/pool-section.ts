import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";
import { flowParts } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { PoolReport } from "./check-report.ts";
import { count, type PageStyle, placeOf } from "./page-style.ts";
import { portUseLines } from "./port-use-lines.ts";

const SHOWN_MAX = 5;

/** The bind-first pools that anything is taken from. */
export function poolSection(pools: readonly PoolReport[], namespaces: readonly NamespaceSnapshot[], style: PageStyle): string[] {
  const { text, paint, columns } = style;
  const used = pools.filter((pool) => pool.used > 0);
  if (used.length === 0) return [];
  const lines = used
    .slice(0, SHOWN_MAX)
    .flatMap((pool) => [
      ...flowParts([pool.source, ...placeOf(pool, namespaces, style), ...boundInactiveOf(pool, style)].map(printable), columns, "  "),
      ...portUseLines(pool, style),
    ]);
  const more = used.length > SHOWN_MAX ? [paint.dim(`  ${text.more(count(used.length - SHOWN_MAX, style))}`)] : [];
  return [paint.bold(text.title.pools), ...lines, ...more];
}

const boundInactiveOf = ({ boundInactive }: PoolReport, style: PageStyle): string[] =>
  boundInactive ? [style.text.boundInactive(count(boundInactive, style))] : [];
