import { wordRemedy } from "@berth/shared/text/worded-remedy.ts";
import { bestWays, remedyLines } from "../what-if/remedies-page.ts";
import type { WhatIfStyle } from "../what-if/what-if-page.ts";
import { isContainer } from "../what-if/what-if-report.ts";
import type { TopReading } from "./top-reading.ts";
import type { TopStyle } from "./top-style.ts";

/** What to do, the best first, each with its effect; the first one's commands at the end. */
export function remediesView({ snapshot, rows, judgement }: TopReading, style: TopStyle): string[] {
  const { paint, top, language } = style;
  const page: WhatIfStyle = style;
  const place = snapshot.namespaces.find(({ id }) => id === judgement.evidence[0]?.namespaceId) ?? rows[0]?.namespace;
  const where = { os: snapshot.host.os, isContainer: place !== undefined && isContainer(place) };
  const worded = judgement.remedies.map((remedy) => wordRemedy(language, remedy, where));
  const best = worded.find(({ standing }) => standing !== "refused");
  return [
    paint.bold(top.remedies),
    ...(worded.length === 0 ? [style.whatIf.nothingNeeded] : []),
    ...worded.flatMap((remedy, index) => ["", ...remedyLines(remedy, index, page)]),
    ...(best ? bestWays(best, page).flatMap((lines) => (lines.length === 0 ? [] : ["", ...lines])) : []),
  ];
}
