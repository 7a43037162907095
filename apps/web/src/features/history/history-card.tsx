import type { HostSeries } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import Link from "next/link";
import type { Answer } from "../../api/answer.ts";
import { Card } from "../../ui/card.tsx";
import { segmented } from "../../ui/segmented.ts";
import { textOf } from "../../ui/text.ts";
import styles from "./history-card.module.css";
import { HistoryChart } from "./history-chart.tsx";
import { HistoryTable } from "./history-table.tsx";
import { RANGES, type RangeHours } from "./ranges.ts";

interface HistoryCardProps {
  language: Language;
  series: Answer<HostSeries>;
  hours: RangeHours;
  /** The query of this page without the range. */
  query: URLSearchParams;
}

/** The last hours of a host as a chart with a table behind it; its range is part of the address. */
export function HistoryCard({ language, series, hours, query }: HistoryCardProps) {
  const words = textOf(language).history;
  const aside = (
    <nav className={segmented} aria-label={words.rangeLabel}>
      {RANGES.map((range) => (
        <Link
          key={range}
          href={`?${new URLSearchParams([...query, ["range", String(range)]])}`}
          replace
          scroll={false}
          prefetch={false}
          aria-current={range === hours ? "true" : undefined}
        >
          {words.range(range)}
        </Link>
      ))}
    </nav>
  );
  if (series.kind !== "ok") {
    return (
      <Card title={words.title} aside={aside}>
        <p className="meta">{words.unavailable}</p>
      </Card>
    );
  }
  const { data, stepSeconds } = series.value;
  const isEmpty = data.every(
    ({ tightestUsedRatio, bindPoolUsedRatio, udpUsedRatio }) => (tightestUsedRatio ?? bindPoolUsedRatio ?? udpUsedRatio) === null,
  );
  if (isEmpty) {
    return (
      <Card title={words.title} aside={aside}>
        <p className={styles.empty}>{words.empty}</p>
      </Card>
    );
  }
  return (
    <Card title={words.title} meta={words.meta(stepSeconds)} aside={aside}>
      <HistoryChart language={language} points={data} />
      <ul className={styles.legend}>
        <li className={styles.tightest}>{words.tightest}</li>
        <li className={styles.bindPool}>{words.bindPool}</li>
        <li className={styles.udp}>{words.udp}</li>
        <li className={styles.lines}>{words.lines}</li>
      </ul>
      <HistoryTable language={language} points={data} />
    </Card>
  );
}
