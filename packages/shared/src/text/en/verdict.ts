import { evidenceFigures, subjectOf, textOf } from "../checks-figures.ts";
import { sentence, subject } from "../sentence.ts";
import type { VerdictText } from "../verdict.ts";

const { percent } = evidenceFigures("en");

export const verdict: VerdictText = {
  calm: (closest) => {
    if (closest === null) return sentence`No risk now. No outbound TCP connection uses the range.`;
    const namespace = textOf(closest, "namespace");
    const within = namespace === null ? [] : sentence` in ${subject(namespace)}`;
    return sentence`No risk now. Closest: ${subjectOf(closest)}${within} at ${percent(closest.observed)}.`;
  },
  unknown: (cause, lastKnown) =>
    sentence`Not known${cause === null ? "." : `: ${cause}`}${lastKnown ? sentence` Last known: ${lastKnown}` : []}`,
  stale: (last) => sentence`Silent. When last heard: ${last}`,
  never: sentence`Enrolled, nothing heard yet.`,
};
