import type { Cause } from "@berth/shared/domain/diagnosis/cause.ts";
import { diagnosisText } from "@berth/shared/text/diagnosis.ts";
import { flowParts, wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { CheckReport } from "./check-report.ts";
import type { PageStyle } from "./page-style.ts";

/** What people take for a shortage of ports, or for its cause: said even where it is not. */
const USUAL_SUSPECTS: readonly Cause[] = [
  "conntrack-full",
  "file-descriptors",
  "snat-outside-host",
  "leak-close-wait",
  "bind-before-connect",
  "listener-in-range",
];
/** On a host where nothing is wrong these are no news. */
const HARMLESS: readonly Cause[] = ["not-port-exhaustion", "server-side-time-wait"];
const POSSIBLE_SHOWN = 3;
const UNKNOWN_SHOWN = 2;

/** The one cause and what it rests on, what else is possible, and what it is not. Nothing where nothing is wrong. */
export function causeSection(report: CheckReport, style: PageStyle): string[] {
  const { cause, evidence, rivals, verdict } = report;
  const { paint, text, language } = style;
  if (verdict.status === "pass" && HARMLESS.includes(cause)) return [];
  const words = diagnosisText(language);
  const shown = evidence.map(({ sentence }) => sentence).filter((sentence) => sentence !== verdict.sentence);
  return [
    ...headline(`${text.title.cause}: ${words.cause[cause]}`, style),
    ...shown.flatMap((sentence) => said(sentence, style)),
    ...(cause === "not-port-exhaustion" ? [] : rivals)
      .filter(isOpen)
      .slice(0, POSSIBLE_SHOWN)
      .flatMap((rival) => {
        const why = rival.evidence[0]?.sentence ?? "";
        return said(`${text.possible(words.cause[rival.cause])} ${why}`, style).map(paint.dim);
      }),
    ...ruledOut(report, style).map(paint.dim),
  ];
}

type Rival = CheckReport["rivals"][number];

/** It may be this as well; a symptom of the named cause is no rival to a reader. */
const isOpen = ({ standing, evidence }: Rival): boolean => standing === "possible" && evidence[0]?.rule !== "cause-explained";

function ruledOut({ rivals }: CheckReport, style: PageStyle): string[] {
  const { text, language, columns } = style;
  const words = diagnosisText(language);
  const suspects = USUAL_SUSPECTS.flatMap((cause) => rivals.filter((rival) => rival.cause === cause && rival.standing !== "possible"));
  if (suspects.length === 0) return [];
  const marks = suspects.map(({ cause, standing }) => `${words.short[cause]} ${standing === "excluded" ? "✓" : "?"}`);
  const whys = suspects.filter(({ standing }) => standing === "unknown").slice(0, UNKNOWN_SHOWN);
  return [
    ...flowParts([text.ruledOut, ...marks], columns - 2, "  ").map((line) => `  ${line}`),
    ...whys.flatMap(({ cause, evidence }) => said(`? ${words.short[cause]}: ${evidence[0]?.sentence ?? ""}`, style)),
  ];
}

function headline(line: string, { paint, columns, language }: PageStyle): string[] {
  return wrapText(printable(line), columns, language).map(paint.bold);
}

const said = (sentence: string, { columns, language }: PageStyle): string[] =>
  wrapText(printable(sentence), columns - 2, language).map((line) => `  ${line}`);
