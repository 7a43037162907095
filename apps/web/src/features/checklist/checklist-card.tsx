import type { HostChecklist } from "@berth/shared/contract/reads.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import type { Answer } from "../../api/answer.ts";
import { Card } from "../../ui/card.tsx";
import { textOf } from "../../ui/text.ts";
import { CheckItem } from "./check-item.tsx";

interface ChecklistCardProps {
  language: Language;
  checklist: Answer<HostChecklist>;
}

const WORST_FIRST = ["fail", "warn", "unknown", "pass", "not_applicable"] as const;

/** Every check with its verdict, worst first; of equals, in the catalogue's order. */
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
  const items = checklist.value.data.toSorted((a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status));
  const counts = WORST_FIRST.map((status) => ({ status, count: items.filter((item) => item.status === status).length })).filter(
    ({ count }) => count > 0,
  );
  return (
    <Card title={text.checklist.title} meta={counts.map(({ status, count }) => `${count} ${names[status]}`).join(" · ")}>
      {items.length === 0 ? (
        <p className="meta">{text.checklist.pending}</p>
      ) : (
        <ul>
          {items.map((item) => (
            <CheckItem key={item.id} language={language} item={item} />
          ))}
        </ul>
      )}
    </Card>
  );
}
