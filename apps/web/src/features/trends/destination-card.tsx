import type { DestinationRow, Destinations } from "@berth/shared/contract/trends.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import type { Language } from "@berth/shared/text/language.ts";
import type { Answer } from "../../api/answer.ts";
import { Card } from "../../ui/card.tsx";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { UsageBar } from "../../ui/usage-bar.tsx";
import styles from "./destination-card.module.css";

interface DestinationCardProps {
  language: Language;
  destinations: Answer<Destinations>;
  /** The rest of the page is about some of the hosts; this is not. */
  isOfGroup: boolean;
}

/** Whom the fleet talks to: the fullest host's bar, and what all hosts together bring there. */
export function DestinationCard({ language, destinations, isOfGroup }: DestinationCardProps) {
  const words = textOf(language).trends.destinations;
  const meta = isOfGroup ? words.wholeFleet : words.meta;
  if (destinations.kind !== "ok" || destinations.value.data.length === 0) {
    return (
      <Card title={words.title} meta={meta}>
        <p className="meta">{destinations.kind === "ok" ? words.none : words.unavailable}</p>
      </Card>
    );
  }
  return (
    <Card title={words.title} meta={meta}>
      <table className={`${table.table} ${table.stacked}`}>
        <caption className="visually-hidden">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.destination}</th>
            <th scope="col">{words.worst}</th>
            {[words.hosts, words.usedPorts, words.closesPerSecond].map((label) => (
              <th key={label} scope="col" className={table.figure}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {destinations.value.data.map((row) => (
            <Row key={`${row.address} ${row.port}`} language={language} row={row} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Row({ language, row }: { language: Language; row: DestinationRow }) {
  const words = textOf(language).trends.destinations;
  const figures = figuresOf(language);
  const percent = figures.percent(row.worstUsedRatio);
  return (
    <tr>
      <th scope="row" className={table.whole}>
        <bdi className="mono">{printable(formatEndpoint(row.address, row.port))}</bdi>
      </th>
      <td className={`${styles.bar} ${table.whole}`}>
        <span className={styles.use}>
          <UsageBar ratio={row.worstUsedRatio} label={`${words.worst}: ${percent}`} />
          <span className={styles.percent} aria-hidden="true">
            {percent}
          </span>
        </span>
      </td>
      <td className={table.figure} data-label={words.hosts}>
        {figures.count(row.hosts)}
      </td>
      <td className={table.figure} data-label={words.usedPorts}>
        {figures.count(row.usedPorts)}
      </td>
      <td className={table.figure} data-label={words.closesPerSecond}>
        {figures.rate(row.closesPerSecond)}
      </td>
    </tr>
  );
}
