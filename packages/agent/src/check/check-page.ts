import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { countPorts } from "@berth/shared/domain/network/port-interval.ts";
import { flowParts, wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { causeSection } from "./cause-section.ts";
import { statusMark } from "./check-lines.ts";
import type { CheckReport } from "./check-report.ts";
import { checkSections } from "./check-section.ts";
import { gapSection } from "./gap-section.ts";
import { count, namespaceName, type PageStyle } from "./page-style.ts";
import { poolSection } from "./pool-section.ts";
import { remedySection } from "./remedy-section.ts";
import { replaySection } from "./replay-section.ts";
import { tupleSection } from "./tuple-section.ts";

const NAMESPACES_SHOWN = 4;
const UNKNOWN = "unknown";
const SYSTEM = { linux: "Linux", windows: "Windows", darwin: "Darwin", freebsd: "FreeBSD" } as const;

/** A bundle without its kernel's version may have the system's. */
function systemName({ os, kernel, osVersion }: Snapshot["host"]): string {
  if (kernel !== UNKNOWN || osVersion === UNKNOWN) return `${SYSTEM[os]} ${kernel}`;
  return os === "darwin" ? `macOS ${osVersion}` : osVersion;
}

/** The page that a person reads: the verdict first, then what it rests on. */
export function checkPage(snapshot: Snapshot, report: CheckReport, style: PageStyle): string {
  const sections = [
    [...verdictLines(report, style), ...originLines(snapshot, style)],
    causeSection(report, style),
    remedySection(report.remedies, style),
    tupleSection(report.tuples, snapshot.namespaces, style),
    poolSection(report.pools, snapshot.namespaces, style),
    ...checkSections(report.checks, style),
    gapSection(report.gaps, style),
    replaySection(snapshot.replay, style),
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

/** Which host, when, and the range of each namespace. */
function originLines({ host, capturedAtMs, namespaces }: Snapshot, style: PageStyle): string[] {
  const { language, paint, columns, text, timeZone } = style;
  const at = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long", hourCycle: "h23", timeZone }).format(capturedAtMs);
  const shown = namespaces.slice(0, NAMESPACES_SHOWN);
  const ranges = shown.map((namespace) => {
    const range = rangeText(namespace, style);
    return namespaces.length > 1 ? `${printable(namespaceName(namespace, style))}: ${range}` : range;
  });
  const more = namespaces.length > shown.length ? [text.moreNamespaces(count(namespaces.length - shown.length, style))] : [];
  const origin = flowParts([printable(host.hostname), printable(systemName(host)), at], columns - 2, "", " · ");
  return [...origin, ...[...ranges, ...more].flatMap((line) => wrapText(line, columns - 2, language))].map(
    (line) => `  ${paint.dim(line)}`,
  );
}

function rangeText({ range, reserved, capacity }: NamespaceSnapshot, style: PageStyle): string {
  if (range === null || capacity === null) return style.text.rangeUnknown;
  return style.text.range(range.low, range.high, count(capacity, style), reserved === null ? "?" : count(countPorts(reserved), style));
}
