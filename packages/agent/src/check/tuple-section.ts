import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import { displayWidth } from "../terminal/display-width.ts";
import { flowParts } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { TupleReport } from "./check-report.ts";
import { count, type PageStyle, percent, placeOf, rate } from "./page-style.ts";
import { portUseLines } from "./port-use-lines.ts";

const SHOWN_MAX = 10;
/** So many stand on the page however little they use; the others only from this share on. */
const ALWAYS_SHOWN = 3;
const WORTH_SHOWING_RATIO = 0.01;

export function tupleSection(tuples: readonly TupleReport[], namespaces: readonly NamespaceSnapshot[], style: PageStyle): string[] {
  const heading = style.paint.bold(style.text.title.tuples);
  const shown = tuples.slice(0, SHOWN_MAX).filter(({ usedRatio }, index) => index < ALWAYS_SHOWN || usedRatio >= WORTH_SHOWING_RATIO);
  if (shown.length === 0) return namespaces.every(({ tcpStates }) => tcpStates === null) ? [] : [heading, `  ${style.text.noTuples}`];
  const lines = shown.flatMap((tuple) => [
    ...flowParts(
      [...nameOf(tuple, style), ...placeOf(tuple, namespaces, style), ...closesOf(tuple, style)].map(printable),
      style.columns,
      "  ",
    ),
    ...portUseLines(tuple, style),
  ]);
  return [heading, ...lines, ...moreTuples(namespaces, tuples.slice(shown.length), style)];
}

/** In one piece where it fits; two long IPv6 addresses break at the arrow. */
function nameOf({ source, destination }: TupleReport, { columns }: PageStyle): string[] {
  const to = `→ ${formatEndpoint(destination.address, destination.port)}`;
  const name = `${source} ${to}`;
  return displayWidth(name) <= columns ? [name] : [source, to];
}

const closesOf = ({ closesPerSecond }: TupleReport, style: PageStyle): string[] =>
  closesPerSecond === 0 ? [] : [style.text.closesPerSecond(rate(closesPerSecond, style))];

/** What is not listed is counted, with the worst of it. */
function moreTuples(namespaces: readonly NamespaceSnapshot[], unlisted: readonly TupleReport[], style: PageStyle): string[] {
  const left = unlisted.length + namespaces.reduce((sum, { otherTuples }) => sum + otherTuples.count, 0);
  const ratios = [
    ...unlisted.map(({ usedRatio }) => usedRatio),
    ...namespaces.flatMap(({ otherTuples }) => otherTuples.worstUsedRatio ?? []),
  ];
  const worst = ratios.length === 0 ? null : percent(Math.max(...ratios), style);
  return left === 0 ? [] : [style.paint.dim(`  ${style.text.moreTuples(count(left, style), worst)}`)];
}
