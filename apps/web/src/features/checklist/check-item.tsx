import type { ChecklistItem } from "@berth/shared/contract/reads.ts";
import { checkSentence, checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Moment } from "../../ui/moment.tsx";
import { printable } from "../../ui/printable.ts";
import { Sentence } from "../../ui/sentence.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { textOf } from "../../ui/text.ts";
import styles from "./check-item.module.css";

/** One check: its shape, its title, the sentence it comes to, and what else was found on the way. */
export function CheckItem({ language, item }: { language: Language; item: ChecklistItem }) {
  const words = textOf(language).host.checklist;
  const checks = checksText(language);
  const { id, status, observedStatus, since, evidence, notes, causes } = item;
  const hints = causes.flatMap((cause) => (cause.kind === "gap" && cause.hint ? [cause.hint] : []));
  const further = [...evidence.slice(1), ...notes];
  return (
    <li className={`${styles.item} ${styles[status]}`} id={`check-${id}`}>
      <span className={styles.mark}>{status === "not_applicable" ? <span aria-hidden="true">–</span> : <StateMark state={status} />}</span>
      <div>
        <p className={styles.title}>
          <span>
            <b>{checks.title[id]}</b> <span className={styles.status}>{checks.status[status]}</span>
          </span>
          {since && status !== "not_applicable" && (
            <span className="meta">
              {words.since} <Moment language={language} at={since} format="dayTime" />
            </span>
          )}
        </p>
        <p className={styles.sentence}>
          <Sentence parts={checkSentence(checks, id, item)} />
        </p>
        {hints.map((hint) => (
          <p key={hint} className={styles.note} lang="en">
            {printable(hint)}
          </p>
        ))}
        {further.map((note) => (
          <p key={`${note.rule} ${note.subject} ${note.namespaceId}`} className={styles.note}>
            <Sentence parts={checks.rules[note.rule](note)} />
          </p>
        ))}
        {observedStatus !== status && <p className={styles.note}>{words.observed(checks.status[observedStatus])}</p>}
      </div>
    </li>
  );
}
