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
import { CauseLine } from "./cause-line.tsx";
import styles from "./verdict-card.module.css";
import { whyNoTuple } from "./why-no-tuple.ts";

interface VerdictCardProps {
  language: Language;
  host: HostView;
  checklist: Answer<HostChecklist>;
}

/** Further findings that the head of the page links to; the checklist has them all. */
const FINDINGS_SHOWN = 6;

/** The verdict in a sentence, its cause, what was ruled out, and the one big number. */
export function VerdictCard({ language, host, checklist }: VerdictCardProps) {
  const text = textOf(language).host;
  const checks = checksText(language);
  const figures = figuresOf(language);
  const { verdict, tightest, freshness } = host;
  const isCalm = verdict.status === "pass" && host.diagnosis?.cause === "not-port-exhaustion";
  const others =
    checklist.kind === "ok"
      ? checklist.value.data
          .filter(({ id, status }) => id !== verdict.checkId && (status === "fail" || status === "warn"))
          .slice(0, FINDINGS_SHOWN)
      : [];
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
        {host.diagnosis && !isCalm && <CauseLine language={language} diagnosis={host.diagnosis} />}
        {others.length > 0 && (
          <ul className={styles.others} aria-label={text.alsoWrong}>
            {others.map(({ id, status }) => (
              <li key={id}>
                <a href={`#check-${id}`}>
                  <StateMark state={status === "fail" ? "fail" : "warn"} size={12} label={checks.status[status]} /> {checks.title[id]}
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
