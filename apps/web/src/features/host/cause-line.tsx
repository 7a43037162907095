import type { DiagnosisView } from "@berth/shared/contract/reads.ts";
import type { Cause } from "@berth/shared/domain/diagnosis/cause.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import { diagnosisText } from "@berth/shared/text/diagnosis.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Sentence } from "../../ui/sentence.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { textOf } from "../../ui/text.ts";
import styles from "./verdict-card.module.css";

/** What people suspect first, and want to see ruled out. */
const SUSPECTS: readonly Cause[] = ["conntrack-full", "file-descriptors", "snat-outside-host", "leak-close-wait", "listener-in-range"];
const STATE = { excluded: "pass", possible: "warn", unknown: "unknown" } as const;

/** Why, with the first thing that speaks for it; then what it is not, as a tick or a question mark each. */
export function CauseLine({ language, diagnosis }: { language: Language; diagnosis: DiagnosisView }) {
  const words = diagnosisText(language);
  const text = textOf(language).host;
  const rules = checksText(language).rules;
  const [first] = diagnosis.evidence;
  const rivals = SUSPECTS.flatMap((cause) => diagnosis.rivals.filter((rival) => rival.cause === cause));
  return (
    <>
      <p className={styles.cause}>
        <b>{text.cause}</b> {words.cause[diagnosis.cause]}
        {first && (
          <>
            {text.causeBecause}
            <Sentence parts={rules[first.rule](first)} />
          </>
        )}
      </p>
      {rivals.length > 0 && (
        <ul className={styles.others} aria-label={text.notCause}>
          {rivals.map(({ cause, standing, evidence: [why] }) => (
            <li
              key={cause}
              title={
                why &&
                rules[why.rule](why)
                  .map((part) => part.text)
                  .join("")
              }
            >
              <StateMark state={STATE[standing]} size={12} label={words.standing[standing]} /> {words.short[cause]}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
