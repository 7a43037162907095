import type { HostTuples, NamespaceView } from "@berth/shared/contract/reads.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { figuresOf } from "../../ui/figures.ts";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";
import { UsageScale } from "../../ui/usage-bar.tsx";
import { unreadReason } from "../host/unread-reason.ts";
import { PoolGroups } from "./pool-groups.tsx";
import styles from "./tuple-card.module.css";
import { TupleRow } from "./tuple-row.tsx";

interface TupleCardProps {
  language: Language;
  namespace: NamespaceView;
  tuples: HostTuples["namespaces"][number] | undefined;
  gaps: readonly Gap[];
  isStale: boolean;
}

/** Who this namespace talks to, the least headroom first, and the pools that are not bound to a destination. */
export function TupleCard({ language, namespace, tuples, gaps, isStale }: TupleCardProps) {
  const text = textOf(language);
  const words = text.host.tuples;
  const source = text.host.namespaces.source[namespace.source];
  const figures = figuresOf(language);
  if (!tuples) {
    return (
      <Card title={words.title}>
        <p className="meta">{text.host.unavailable}</p>
      </Card>
    );
  }
  if (tuples.capacity === null || namespace.tcpStates === null) {
    const parts = namespace.tcpStates === null ? (["tcp"] as const) : (["range", "reservedPorts"] as const);
    return (
      <Card title={words.title}>
        <p>
          <Unknown language={language} reason={unreadReason({ language, gaps, namespaceId: namespace.id, parts })} isSpelledOut />
        </p>
      </Card>
    );
  }
  const { count, coverage, worstUsedRatio } = tuples.otherTuples;
  const shown = tuples.tuples.length;
  return (
    <Card
      title={words.title}
      meta={
        <>
          {words.meta(shown, shown + count, figures.percent(coverage))} · <abbr title={source.detail}>{source.label}</abbr>
        </>
      }
    >
      <div className={isStale ? "is-stale" : undefined}>
        <table className={`${table.table} ${table.stacked}`}>
          <caption className="visually-hidden">{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.pair}</th>
              {[words.held, words.blocked, words.used].map((label) => (
                <th key={label} scope="col" className={table.figure}>
                  {label}
                </th>
              ))}
              <th scope="col" className={styles.scaled}>
                <span>{words.bar(figures.count(tuples.capacity))}</span>
                <UsageScale />
              </th>
              {[words.headroom, words.closesPerSecond, words.releases].map((label) => (
                <th key={label} scope="col" className={table.figure}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tuples.tuples.map((tuple) => (
              <TupleRow key={`${tuple.source} ${tuple.destination.address} ${tuple.destination.port}`} language={language} tuple={tuple} />
            ))}
            {shown === 0 && (
              <tr>
                <td colSpan={8} className={`meta ${table.whole}`}>
                  {words.none}
                </td>
              </tr>
            )}
            {count > 0 && (
              <tr>
                <td colSpan={8} className={`meta ${table.whole}`}>
                  {words.others(count, worstUsedRatio === null ? null : figures.percent(worstUsedRatio))}
                </td>
              </tr>
            )}
          </tbody>
          <PoolGroups language={language} namespace={namespace} tuples={tuples} gaps={gaps} />
        </table>
      </div>
    </Card>
  );
}
