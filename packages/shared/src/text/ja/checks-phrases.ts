import type { Evidence } from "../../domain/checklist/check.ts";
import { evidenceFigures, gapIn, numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { gap } from "./checks-gaps.ts";

/** Phrases that the sentences of several checks share. */
export const { count, named, percent, observedPercent } = evidenceFigures("ja");

/** "10.0.3.17 → 10.4.7.21:6379", and the namespace where it is not the host's own. */
export const about = (e: Evidence): Sentence => sentence`${subjectOf(e)}${within(e)}`;

export function within(e: Evidence): Sentence {
  const namespace = textOf(e, "namespace");
  return namespace === null ? [] : sentence` (${subject(namespace)} 内)`;
}

/** "残り 2,097", with the interval where a snapshot cannot settle it. */
export function left(e: Evidence): Sentence {
  if (textOf(e, "left") === null) return sentence`残り ${named(e, "low")} 以上`;
  const isSettled = numberOf(e, "low") === numberOf(e, "high");
  return sentence`残り ${named(e, "left")}${isSettled ? "" : sentence` (${named(e, "low")}〜${named(e, "high")})`}`;
}

export const closes = (e: Evidence): Sentence =>
  numberOf(e, "closesPerSecond") === 0 ? [] : sentence`、クローズ毎秒 ${named(e, "closesPerSecond")} 件`;

export const holder = (e: Evidence): string => {
  const process = textOf(e, "process");
  return process === null ? "" : ` (${process})`;
};

export const gapSentence = (e: Evidence): string => {
  const found = gapIn(e);
  return found ? gap(found.part, found.reason) : "";
};

export const REUSE = ["無効", "すべての接続で有効", "ループバックのみ"];

export function idle(e: Evidence): Sentence {
  const sockets = numberOf(e, "boundInactive");
  return sockets === 0 ? [] : sentence`bind のみで未接続のソケットが ${count(sockets)} 個あります。`;
}

export function growth(e: Evidence): Sentence {
  return numberOf(e, "perHour") === 0 ? [] : sentence` (毎時 ${named(e, "perHour")} 件増)`;
}

export function others(e: Evidence): Sentence {
  const more = numberOf(e, "others");
  return more === 0 ? [] : sentence`ほか ${count(more)} 個`;
}

/** Ports are names, not amounts: no separators. */
export const portOf = (e: Evidence, name: string): Sentence => [figure(textOf(e, name) ?? "–")];

export const range = (e: Evidence, name: string): Sentence =>
  sentence`${subject(`${textOf(e, `${name}Low`) ?? ""}–${textOf(e, `${name}High`) ?? ""}`)}`;
