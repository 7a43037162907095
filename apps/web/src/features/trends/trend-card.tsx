import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import type { ChartData } from "../../ui/chart/chart-data.ts";
import { ChartTable } from "../../ui/chart/chart-table.tsx";
import { Legend } from "../../ui/chart/legend.tsx";
import { TimeChart } from "../../ui/chart/time-chart.tsx";

interface TrendCardProps {
  language: Language;
  title: string;
  meta: string;
  /** Names the chart to those who do not see it. */
  label: string;
  data: ChartData;
  isSmall?: boolean;
}

/** One chart with its legend and the same as a table. */
export function TrendCard({ language, title, meta, label, data, isSmall = false }: TrendCardProps) {
  return (
    <Card title={title} meta={meta}>
      <TimeChart language={language} label={label} data={data} isSmall={isSmall} together="trends" />
      <Legend series={data.series} />
      <ChartTable language={language} title={label} data={data} />
    </Card>
  );
}
