import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import { countPorts } from "@berth/shared/domain/network/port-interval.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { CliCheckText } from "@berth/shared/text/cli-check.ts";
import type { Language } from "@berth/shared/text/language.ts";
import type { Paint } from "../terminal/paint.ts";
import { flowParts, wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { checkLines, statusMark } from "./check-lines.ts";
import type { CheckReport, PoolReport, TupleReport } from "./check-report.ts";
import { count, percent, rate } from "./figures.ts";
import { portUseLine } from "./port-use-line.ts";

const COLUMNS = 80;
const NAMESPACES_SHOWN = 4;
const TUPLES_SHOWN = 10;
const POOLS_SHOWN = 5;
const GAPS_SHOWN = 8;

/** Everything that the sections of the page share. */
export interface PageStyle {
  language: Language;
  text: CliCheckText;
  paint: Paint;
  columns: number;
}

/** The page that a person reads: the verdict, then what it rests on, in 80 columns. */
export function checkPage(
  snapshot: Snapshot,
  report: CheckReport,
  { language, text }: { language: Language; text: { check: CliCheckText } },
  paint: Paint,
): string {
  const style: PageStyle = { language, text: text.check, paint, columns: COLUMNS };
  const sections = [
    [...verdictLines(report, style), ...originLines(snapshot, style)],
    tupleLines(snapshot, report, style),
    poolLines(report, snapshot, style),
    [paint.bold(style.text.title.checks), ...report.checks.flatMap((check) => checkLines(check, style))],
    gapLines(report.gaps, style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function verdictLines({ verdict }: CheckReport, { paint, columns, language }: PageStyle): string[] {
  const [first = "", ...rest] = wrapText(printable(verdict.sentence), columns - 2, language);
  return [`${statusMark(verdict.status, paint)} ${paint.bold(first)}`, ...rest.map((line) => `  ${paint.bold(line)}`)];
}

function originLines({ host, capturedAtMs, namespaces }: Snapshot, { language, paint, columns, text }: PageStyle): string[] {
  const at = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long" }).format(capturedAtMs);
  const shown = namespaces.slice(0, NAMESPACES_SHOWN);
  const ranges = shown.map((namespace) => {
    const range = rangeText(namespace, language, text);
    return namespaces.length > 1 ? `${printable(text.namespace(namespace.kind, namespace.name))}: ${range}` : range;
  });
  const more = namespaces.length > shown.length ? [text.moreNamespaces(count(namespaces.length - shown.length, language))] : [];
  const origin = flowParts([printable(host.hostname), printable(`Linux ${host.kernel}`), at], columns - 2, "", " · ");
  return [...origin, ...[...ranges, ...more].flatMap((line) => wrapText(line, columns - 2, language))].map(
    (line) => `  ${paint.dim(line)}`,
  );
}

function rangeText({ range, reserved, capacity }: NamespaceSnapshot, language: Language, text: CliCheckText): string {
  if (range === null || capacity === null) return text.rangeUnknown;
  return text.range(range.low, range.high, count(capacity, language), reserved === null ? "?" : count(countPorts(reserved), language));
}

function tupleLines({ namespaces }: Snapshot, { tuples }: CheckReport, style: PageStyle): string[] {
  const { text, paint, columns, language } = style;
  const shown = tuples.slice(0, TUPLES_SHOWN);
  const isUnread = namespaces.every(({ tcpStates }) => tcpStates === null);
  if (shown.length === 0) return isUnread ? [] : [paint.bold(text.title.tuples), `  ${text.noTuples}`];
  const lines = shown.flatMap((tuple) => [
    ...flowParts([tupleName(tuple), ...placeOf(tuple, namespaces, text)], columns, "  ").map(printable),
    ...portUseLine(tuple, text.closesPerSecond(rate(tuple.closesPerSecond, language)), style),
  ]);
  return [paint.bold(text.title.tuples), ...lines, ...moreTuples(namespaces, tuples.slice(TUPLES_SHOWN), style)];
}

const tupleName = ({ source, destination }: TupleReport): string => `${source} → ${formatEndpoint(destination.address, destination.port)}`;

/** What is not listed is counted, with the worst of it. */
function moreTuples(
  namespaces: readonly NamespaceSnapshot[],
  unlisted: readonly TupleReport[],
  { text, paint, language }: PageStyle,
): string[] {
  const number = unlisted.length + namespaces.reduce((sum, { otherTuples }) => sum + otherTuples.count, 0);
  const ratios = [
    ...unlisted.map(({ usedRatio }) => usedRatio),
    ...namespaces.flatMap(({ otherTuples }) => otherTuples.worstUsedRatio ?? []),
  ];
  const worst = ratios.length === 0 ? null : percent(Math.max(...ratios), language);
  return number === 0 ? [] : [paint.dim(`  ${text.moreTuples(count(number, language), worst)}`)];
}

function poolLines({ pools }: CheckReport, { namespaces }: Snapshot, style: PageStyle): string[] {
  const { text, paint, columns, language } = style;
  const used = pools.filter((pool) => pool.used > 0);
  if (used.length === 0) return [];
  const lines = used
    .slice(0, POOLS_SHOWN)
    .flatMap((pool) => [
      ...flowParts([pool.source, ...placeOf(pool, namespaces, text)], columns, "  ").map(printable),
      ...portUseLine(pool, pool.boundInactive ? text.boundInactive(count(pool.boundInactive, language)) : null, style),
    ]);
  const more = used.length > POOLS_SHOWN ? [paint.dim(`  ${text.morePools(count(used.length - POOLS_SHOWN, language))}`)] : [];
  return [paint.bold(text.title.pools), ...lines, ...more];
}

/** Which namespace, where it is not the only one. */
function placeOf({ namespaceId }: TupleReport | PoolReport, namespaces: readonly NamespaceSnapshot[], text: CliCheckText): string[] {
  const namespace = namespaces.find(({ id }) => id === namespaceId);
  return namespace && namespaces.length > 1 ? [text.inNamespace(text.namespace(namespace.kind, namespace.name ?? namespace.id))] : [];
}

/** One line for each part and reason, however many namespaces it concerns. */
function gapLines(gaps: readonly Gap[], { text, paint, columns, language }: PageStyle): string[] {
  const words = checksText(language);
  const said = new Map(gaps.map(({ part, reason, hint }) => [`${part} ${reason}`, `${words.gap(part, reason)} ${hint}`]));
  const lines = [...said.values()].slice(0, GAPS_SHOWN).flatMap((gap) => {
    const [first = "", ...rest] = wrapText(printable(gap), columns - 2, language);
    return [`? ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  const more = said.size > GAPS_SHOWN ? [`  ${text.moreGaps(count(said.size - GAPS_SHOWN, language))}`] : [];
  return said.size === 0 ? [] : [paint.bold(text.title.gaps), ...[...lines, ...more].map(paint.dim)];
}
