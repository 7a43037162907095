import type { ChecklistItem } from "@berth/shared/contract/reads.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { textOf } from "../../ui/text.ts";
import { CheckItem } from "./check-item.tsx";
import styles from "./checklist-card.module.css";

interface CheckFoldProps {
  language: Language;
  status: "pass" | "not_applicable";
  checks: readonly ChecklistItem[];
}

/** Checks about which there is nothing to do: their titles in one line, all of them on demand. */
export function CheckFold({ language, status, checks }: CheckFoldProps) {
  if (checks.length === 0) return null;
  const { title, status: names } = checksText(language);
  return (
    <details className={styles.fold}>
      <summary>
        {status === "pass" ? <StateMark state="pass" size={12} /> : <span aria-hidden="true">–</span>}{" "}
        <b>{textOf(language).host.checklist.folded(names[status], checks.length)}</b>{" "}
        <span className="meta">{checks.map(({ id }) => title[id]).join(" · ")}</span>
      </summary>
      <ul>
        {checks.map((check) => (
          <CheckItem key={check.id} language={language} item={check} />
        ))}
      </ul>
    </details>
  );
}
