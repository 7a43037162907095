import type { Evidence } from "../../domain/checklist/check.ts";
import { evidenceFigures, gapIn, numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { gap } from "./checks-gaps.ts";

/** Phrases that the sentences of several checks share. */
export const { count, named, percent, observedPercent } = evidenceFigures("en");

/** "10.0.3.17 → 10.4.7.21:6379", and the namespace where it is not the host's own. */
export const about = (e: Evidence): Sentence => sentence`${subjectOf(e)}${within(e)}`;

export function within(e: Evidence): Sentence {
  const namespace = textOf(e, "namespace");
  return namespace === null ? [] : sentence` in ${subject(namespace)}`;
}

/** "2,097 left", with the interval where a snapshot cannot settle it. */
export function left(e: Evidence): Sentence {
  if (textOf(e, "left") === null) return sentence`at least ${named(e, "low")} left`;
  const isSettled = numberOf(e, "low") === numberOf(e, "high");
  return sentence`${named(e, "left")} left${isSettled ? "" : sentence` (${named(e, "low")} to ${named(e, "high")})`}`;
}

export function closes(e: Evidence): Sentence {
  const rate = numberOf(e, "closesPerSecond");
  if (rate === 0) return [];
  return sentence`, ${named(e, "closesPerSecond")} ${rate === 1 ? "close" : "closes"} per second`;
}

export const plural = (value: number, one: string, other: string): Sentence => sentence`${count(value)} ${value === 1 ? one : other}`;

export const minutes = (e: Evidence): Sentence => plural(numberOf(e, "minutes"), "minute", "minutes");

export const leftOut = (e: Evidence): Sentence =>
  plural(numberOf(e, "count"), "tuple that the snapshot had no room for", "tuples that the snapshot had no room for");

export const holder = (e: Evidence): string => {
  const process = textOf(e, "process");
  return process === null ? "" : ` (${process})`;
};

export const gapSentence = (e: Evidence): string => {
  const found = gapIn(e);
  return found ? gap(found.part, found.reason) : "";
};

export const REUSE = ["off", "on everywhere", "loopback only"];

export function idle(e: Evidence): Sentence {
  const sockets = numberOf(e, "boundInactive");
  return sockets === 0 ? [] : sentence`; ${plural(sockets, "socket is", "sockets are")} bound and not connected`;
}

export function growth(e: Evidence): Sentence {
  return numberOf(e, "perHour") === 0 ? [] : sentence` (${named(e, "perHour")} more per hour)`;
}

export function others(e: Evidence): Sentence {
  const more = numberOf(e, "others");
  return more === 0 ? sentence` is` : sentence` and ${plural(more, "other socket", "other sockets")} are`;
}

/** Ports are names, not amounts: no separators. */
export const portOf = (e: Evidence, name: string): Sentence => [figure(textOf(e, name) ?? "–")];

export const range = (e: Evidence, name: string): Sentence =>
  sentence`${subject(`${textOf(e, `${name}Low`) ?? ""}–${textOf(e, `${name}High`) ?? ""}`)}`;
