import type { DiagnosisView, HostSnapshot } from "@berth/shared/contract/reads.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { rankRemedies } from "@berth/shared/domain/remedies/rank-remedies.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { type WordedRemedy, wordRemedy } from "@berth/shared/text/worded-remedy.ts";
import type { Answer } from "../../api/answer.ts";
import { Card } from "../../ui/card.tsx";
import { textOf } from "../../ui/text.ts";
import styles from "./remedies-card.module.css";
import { RemedyItem } from "./remedy-item.tsx";

interface RemediesCardProps {
  language: Language;
  snapshot: Answer<HostSnapshot>;
  diagnosis: DiagnosisView | null;
  isStale: boolean;
}

/** What to do about the cause, best first, each worked out on the newest snapshot; what is refused, with the reason. */
export function RemediesCard({ language, snapshot, diagnosis, isStale }: RemediesCardProps) {
  const text = textOf(language).host;
  if (snapshot.kind !== "ok") {
    return (
      <Card title={text.remedies.title}>
        <p className="meta">{text.unavailable}</p>
      </Card>
    );
  }
  const current = snapshot.value.snapshot;
  // A host that is well needs no card about it.
  if (diagnosis === null || diagnosis.cause === "not-port-exhaustion" || current === null || current.namespaces.length === 0) return null;
  const remedies = wordedRemedies(language, current, diagnosis);
  const open = remedies.filter(({ standing }) => standing !== "refused");
  const refused = remedies.filter(({ standing }) => standing === "refused");
  return (
    <Card title={text.remedies.title} meta={isStale ? text.remedies.metaStale : text.remedies.meta}>
      {open.length === 0 ? (
        <p className="meta">{text.remedies.nothingHelps}</p>
      ) : (
        <ol className={styles.list}>
          {open.map((remedy) => (
            <RemedyItem key={remedy.id} language={language} remedy={remedy} />
          ))}
        </ol>
      )}
      {refused.length > 0 && (
        <details className={styles.refused}>
          <summary>{text.remedies.refused(refused.length)}</summary>
          <ul>
            {refused.map(({ id, title, refusal }) => (
              <li key={id}>
                <b>{title}</b> {refusal}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function wordedRemedies(language: Language, snapshot: Snapshot, diagnosis: DiagnosisView): WordedRemedy[] {
  const place = snapshot.namespaces.find(({ id }) => id === diagnosis.evidence[0]?.namespaceId) ?? snapshot.namespaces[0];
  const isContainer = place?.kind === "container" || place?.kind === "pod";
  return rankRemedies({ snapshot }, diagnosis).map((remedy) => wordRemedy(language, remedy, { os: snapshot.host.os, isContainer }));
}
