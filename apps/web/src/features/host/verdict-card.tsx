import type { HostChecklist, HostView } from "@berth/shared/contract/reads.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { verdictSentence } from "@berth/shared/text/verdict.ts";
import type { Answer } from "../../api/answer.ts";
import { figuresOf } from "../../ui/figures.ts";
import { Moment } from "../../ui/moment.tsx";
import { Sentence } from "../../ui/sentence.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";
import styles from "./verdict-card.module.css";
import { whyNoTuple } from "./why-no-tuple.ts";

interface VerdictCardProps {
  language: Language;
  host: HostView;
  checklist: Answer<HostChecklist>;
}

/** The verdict in a sentence, the one big number, and what was ruled out. */
export function VerdictCard({ language, host, checklist }: VerdictCardProps) {
  const text = textOf(language).host;
  const checks = checksText(language);
  const figures = figuresOf(language);
  const { verdict, tightest, freshness } = host;
  const others =
    checklist.kind === "ok" ? checklist.value.data.filter(({ id, status }) => id !== verdict.checkId && status !== "not_applicable") : [];
  return (
    <section className={`${styles.verdict} ${styles[verdict.status]}`} aria-labelledby="verdict">
      <span className={styles.mark}>
        <StateMark state={verdict.status} size={22} label={checks.status[verdict.status]} />
      </span>
      <div>
        <h1 id="verdict">
          <Sentence parts={verdictSentence(language, verdict, freshness)} />
        </h1>
        {verdict.since && (
          <p className="meta">
            {text.since} <Moment language={language} at={verdict.since} />
          </p>
        )}
        {others.length > 0 && (
          <ul className={styles.others}>
            {others.map(({ id, status }) => (
              <li key={id}>
                <a href={`#check-${id}`}>
                  {status !== "not_applicable" && <StateMark state={status} size={12} label={checks.status[status]} />} {checks.title[id]}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
      <p className={`${styles.headroom} ${freshness === "live" ? "" : "is-stale"}`}>
        <span>{text.headroom}</span>
        <b className={styles.figure}>
          {tightest ? (
            figures.headroom(tightest.headroom, textOf(language).unlimited)
          ) : (
            <Unknown language={language} reason={whyNoTuple(language, host)} />
          )}
        </b>
        <span>{tightest ? text.ofCapacity(figures.count(tightest.capacity)) : whyNoTuple(language, host)}</span>
      </p>
    </section>
  );
}
