import type { HostSeries } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import Link from "next/link";
import type { Answer } from "../../api/answer.ts";
import { Card } from "../../ui/card.tsx";
import type { ChartData } from "../../ui/chart/chart-data.ts";
import { ChartTable } from "../../ui/chart/chart-table.tsx";
import { Legend } from "../../ui/chart/legend.tsx";
import { TimeChart } from "../../ui/chart/time-chart.tsx";
import { segmented } from "../../ui/segmented.ts";
import { textOf } from "../../ui/text.ts";
import styles from "./history-card.module.css";
import { historyData, isKnown } from "./history-data.ts";
import { RANGES, type RangeHours } from "./ranges.ts";

interface HistoryCardProps {
  language: Language;
  series: Answer<HostSeries>;
  hours: RangeHours;
  /** The query of this page without the range. */
  query: URLSearchParams;
}

/** A host over time as charts, each with a table behind it; the range is part of the address. */
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
  const { stepSeconds, resolution } = series.value;
  const { used, ceiling, traffic } = historyData(series.value, words);
  if (!isKnown(used)) {
    return (
      <Card title={words.title} aside={aside}>
        <p className={styles.empty}>{words.empty}</p>
      </Card>
    );
  }
  const key = `${hours} ${resolution}`;
  return (
    <Card title={words.title} meta={words.meta[resolution](textOf(language).chart.span(stepSeconds))} aside={aside}>
      <TimeChart key={key} language={language} label={words.chartLabel} data={used} together="history" />
      <Legend series={used.series} lines={{ label: words.lines, colour: "warn" }} />
      <ChartTable
        language={language}
        title={words.chartLabel}
        data={used}
        notesLabel={resolution === "raw" ? words.destination : undefined}
      />
      <div className={styles.parts}>
        {ceiling && <Part key={`ceiling ${key}`} language={language} words={words.ceiling} data={ceiling} line={words.ceiling.line} />}
        {traffic && <Part key={`traffic ${key}`} language={language} words={words.traffic} data={traffic} />}
      </div>
    </Card>
  );
}

interface PartProps {
  language: Language;
  words: { title: string; meta: string };
  data: ChartData;
  line?: string;
}

const Part = ({ language, words, data, line }: PartProps) => (
  <div>
    <h3>
      {words.title}
      <span>{words.meta}</span>
    </h3>
    <TimeChart language={language} label={words.title} data={data} isSmall together="history" />
    <Legend series={data.series} {...(line && { lines: { label: line, colour: "fail" } })} />
    <ChartTable language={language} title={words.title} data={data} />
  </div>
);
