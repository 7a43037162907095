import type { Trace } from "./fleet.ts";
import { SAMPLES_A_MINUTE } from "./judge-trace.ts";

/** A warning is over when it has been silent for so long. */
const SILENT_MINUTES = 10;
/** A warning is true where ports run out so soon after it began; and no more than this counts as early. */
const TRUE_WITHIN_MINUTES = 60;

/** As the product's hysteresis: a warning stands where 2 of the last 3 snapshots say so. */
export const settled = (flags: readonly boolean[]): boolean[] =>
  flags.map((flag, at) => Number(flag) + Number(flags[at - 1] ?? false) + Number(flags[at - 2] ?? false) >= 2);

/** How warnings did on one or more traces. */
export interface Score {
  outages: number;
  /** Outages of which a warning spoke before a connect failed. */
  warned: number;
  falseWarnings: number;
  /** Minutes from the warning to the first failed connect, one for each outage; 0 where there was none. */
  leadMinutes: number[];
}

export const meanLead = ({ leadMinutes }: Score): number =>
  leadMinutes.length === 0 ? 0 : leadMinutes.reduce((sum, lead) => sum + lead, 0) / leadMinutes.length;

/** Minutes of a trace at which ports were gone: first and last. */
export const outagesOf = ({ outages }: Trace): { from: number; to: number }[] =>
  outages.map(([from, to]) => ({ from: from / SAMPLES_A_MINUTE, to: to / SAMPLES_A_MINUTE }));

/**
 * Scores the minutes (ascending) at which a warning stood. Only outages that begin after `firstMinute` count, and warnings
 * during an outage or while it is being repaired count neither way. A warning that stands until ports run out is true
 * however early it began; one that ends before is true where they run out within the hour of its beginning.
 */
export function scoreWarnings(trace: Trace, warnedMinutes: readonly number[], firstMinute: number): Score {
  const outages = outagesOf(trace);
  const isDuring = (minute: number) => outages.some(({ from, to }) => minute >= from && minute <= to + SILENT_MINUTES);
  const spells = spellsOf(
    warnedMinutes.filter((minute) => !isDuring(minute)),
    outages,
  );
  const judged = outages.filter(({ from }) => from > firstMinute);
  const leads = judged.map(({ from }) => {
    const spell = spells.find((each) => each.from < from && from <= Math.max(each.from + TRUE_WITHIN_MINUTES, each.to + SILENT_MINUTES));
    return spell ? Math.min(TRUE_WITHIN_MINUTES, from - spell.from) : 0;
  });
  const end = trace.closes.length / SAMPLES_A_MINUTE;
  const isTrue = (spell: Spell) =>
    outages.some(({ from }) => spell.from < from && from <= Math.max(spell.from + TRUE_WITHIN_MINUTES, spell.to + SILENT_MINUTES));
  // What would have come after the trace's end is not known.
  const isOpen = (spell: Spell) => spell.from + TRUE_WITHIN_MINUTES > end;
  return {
    outages: judged.length,
    warned: leads.filter((lead) => lead > 0).length,
    falseWarnings: spells.filter((spell) => !isTrue(spell) && !isOpen(spell)).length,
    leadMinutes: leads,
  };
}

interface Spell {
  from: number;
  to: number;
}

function spellsOf(minutes: readonly number[], outages: readonly Spell[]): Spell[] {
  const spells: Spell[] = [];
  for (const minute of minutes) {
    const last = spells.at(-1);
    const isApart = last && outages.some(({ from }) => last.to < from && from < minute);
    if (last && !isApart && minute - last.to <= SILENT_MINUTES) last.to = minute;
    else spells.push({ from: minute, to: minute });
  }
  return spells;
}

export const sumScores = (scores: readonly Score[]): Score => ({
  outages: scores.reduce((sum, { outages }) => sum + outages, 0),
  warned: scores.reduce((sum, { warned }) => sum + warned, 0),
  falseWarnings: scores.reduce((sum, { falseWarnings }) => sum + falseWarnings, 0),
  leadMinutes: scores.flatMap(({ leadMinutes }) => leadMinutes),
});
