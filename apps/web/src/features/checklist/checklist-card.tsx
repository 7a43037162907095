import type { ChecklistItem, HostChecklist } from "@berth/shared/contract/reads.ts";
import { foundingItemOf } from "@berth/shared/domain/checklist/all-checks.ts";
import { type CheckStatus, FOUNDING_ITEMS, type FoundingItem } from "@berth/shared/domain/checklist/check.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import type { Answer } from "../../api/answer.ts";
import { Card } from "../../ui/card.tsx";
import { textOf } from "../../ui/text.ts";
import { CheckFold } from "./check-fold.tsx";
import { CheckItem } from "./check-item.tsx";
import styles from "./checklist-card.module.css";

interface ChecklistCardProps {
  language: Language;
  checklist: Answer<HostChecklist>;
}

const WORST_FIRST = ["fail", "warn", "unknown", "pass", "not_applicable"] as const satisfies readonly CheckStatus[];

/** The seven items of the founding checklist first, then what was added to them: what is wrong in full, the rest folded. */
export function ChecklistCard({ language, checklist }: ChecklistCardProps) {
  const text = textOf(language).host;
  const { status: names } = checksText(language);
  if (checklist.kind !== "ok") {
    return (
      <Card title={text.checklist.title}>
        <p className="meta">{text.unavailable}</p>
      </Card>
    );
  }
  const items = checklist.value.data;
  const counts = WORST_FIRST.map((status) => ({ status, count: items.filter((item) => item.status === status).length })).filter(
    ({ count }) => count > 0,
  );
  const founding = FOUNDING_ITEMS.map((item) => ({ item, checks: items.filter(({ id }) => foundingItemOf(id) === item) }));
  const added = items.filter(({ id }) => foundingItemOf(id) === null);
  return (
    <Card title={text.checklist.title} meta={counts.map(({ status, count }) => `${count} ${names[status]}`).join(" · ")}>
      {items.length === 0 ? (
        <p className="meta">{text.checklist.pending}</p>
      ) : (
        <>
          <h3 className={styles.part}>{text.checklist.founding}</h3>
          <ol className={styles.founding}>
            {founding
              .filter(({ checks }) => checks.length > 0)
              .map(({ item, checks }) => (
                <FoundingGroup key={item} language={language} item={item} checks={checks} />
              ))}
          </ol>
          {added.length > 0 && (
            <>
              <h3 className={styles.part}>{text.checklist.added}</h3>
              <Checks language={language} checks={added} />
            </>
          )}
        </>
      )}
    </Card>
  );
}

function FoundingGroup({ language, item, checks }: { language: Language; item: FoundingItem; checks: readonly ChecklistItem[] }) {
  return (
    <li>
      <h4 className={styles.item}>
        <span className="meta">{item}</span> {checksText(language).founding[item]}
      </h4>
      <Checks language={language} checks={checks} />
    </li>
  );
}

/** Findings and unknowns one by one, worst first; passes and what does not apply in a fold each. */
function Checks({ language, checks }: { language: Language; checks: readonly ChecklistItem[] }) {
  const open = WORST_FIRST.slice(0, 3).flatMap((status) => checks.filter((check) => check.status === status));
  return (
    <>
      {open.length > 0 && (
        <ul>
          {open.map((check) => (
            <CheckItem key={check.id} language={language} item={check} />
          ))}
        </ul>
      )}
      {(["pass", "not_applicable"] as const).map((status) => (
        <CheckFold key={status} language={language} status={status} checks={checks.filter((check) => check.status === status)} />
      ))}
    </>
  );
}
