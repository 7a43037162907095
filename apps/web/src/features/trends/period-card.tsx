"use client";

import type { Language } from "@berth/shared/text/language.ts";
import type { TrendRange } from "@berth/shared/text/web-trends.ts";
import { Sentence } from "../../ui/sentence.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { textOf } from "../../ui/text.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./period-card.module.css";
import type { PeriodFacts } from "./period-facts.ts";
import { hasGaps, periodGaps, periodSentence } from "./period-sentence.ts";

/** What happened in the period, above every chart; just as visible, what of it is not known. */
export function PeriodCard({ language, facts, range }: { language: Language; facts: PeriodFacts; range: TrendRange }) {
  const timeZone = useTimeZone();
  return (
    <section className={styles.period} aria-labelledby="period">
      <h2 id="period">
        <Sentence parts={periodSentence(language, facts, range, timeZone)} />
      </h2>
      <p className={styles.gaps}>
        <StateMark state={hasGaps(facts) ? "unknown" : "pass"} />
        <span>{periodGaps(language, facts, range, timeZone).join(language === "ja" ? "" : " ")}</span>
      </p>
      {facts.p95 && <p className="meta">{textOf(language).trends.period.compared[range]}</p>}
    </section>
  );
}
