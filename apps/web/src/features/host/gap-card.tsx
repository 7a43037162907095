import type { NamespaceView } from "@berth/shared/contract/reads.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { printable } from "../../ui/printable.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { textOf } from "../../ui/text.ts";
import styles from "./gap-card.module.css";
import { namespaceName } from "./namespace-name.ts";

interface GapCardProps {
  language: Language;
  gaps: readonly Gap[];
  namespaces: readonly NamespaceView[];
}

/** What could not be read, why, and what would close the gap. */
export function GapCard({ language, gaps, namespaces }: GapCardProps) {
  const words = textOf(language).host.gaps;
  const checks = checksText(language);
  return (
    <Card title={words.title} meta={words.meta}>
      {gaps.length === 0 ? (
        <p className="meta">{words.none}</p>
      ) : (
        <ul className={styles.gaps}>
          {gaps.map(({ part, reason, namespaceId, hint }) => {
            const namespace = namespaces.find(({ id }) => id === namespaceId);
            return (
              <li key={`${part} ${reason} ${namespaceId} ${hint}`}>
                <StateMark state="unknown" />
                <p>
                  {namespace && namespaces.length > 1 && <b>{namespaceName(language, namespace)}: </b>}
                  {checks.gap(part, reason)}
                  {hint && <small lang="en">{printable(hint)}</small>}
                </p>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
