import type { Destinations, FleetGroups, FleetTrends } from "@berth/shared/contract/trends.ts";
import type { Language } from "@berth/shared/text/language.ts";
import type { TrendRange } from "@berth/shared/text/web-trends.ts";
import type { Answer } from "../../api/answer.ts";
import { textOf } from "../../ui/text.ts";
import { LiveRefresh } from "../live/live-refresh.tsx";
import { CheckCard } from "./check-card.tsx";
import { DestinationCard } from "./destination-card.tsx";
import { GroupPicker } from "./group-picker.tsx";
import { mergeSteps } from "./merge-steps.ts";
import { NoTrends } from "./no-trends.tsx";
import { PeriodCard } from "./period-card.tsx";
import { periodFacts } from "./period-facts.ts";
import { RangeLinks } from "./range-links.tsx";
import { TrendCard } from "./trend-card.tsx";
import { type TrendChart, trendCharts } from "./trend-charts.ts";
import { RANGE_PLANS } from "./trend-ranges.ts";
import styles from "./trends-view.module.css";

/** A step is closed every five minutes. */
const REFRESH_MS = 60_000;
const WAITING_REFRESH_MS = 10_000;

interface TrendsViewProps {
  language: Language;
  range: TrendRange;
  group: string | undefined;
  /** Null: there is no such group. */
  trends: FleetTrends | null;
  groups: Answer<FleetGroups>;
  destinations: Answer<Destinations>;
}

/** A fleet over time, from a sentence that says what happened down to the figures it rests on. */
export function TrendsView({ language, range, group, trends, groups, destinations }: TrendsViewProps) {
  const text = textOf(language);
  const words = text.trends;
  const plan = RANGE_PLANS[range];
  const facts = trends && periodFacts(trends, plan.endMs);
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        <div className={`page-tools ${styles.tools}`}>
          <GroupPicker language={language} groups={groups} group={group} range={range} />
          <RangeLinks language={language} range={range} group={group} />
        </div>
      </div>
      {trends && facts ? (
        <div className="stack">
          <PeriodCard language={language} facts={facts} range={range} />
          <Charts key={`${range} ${group}`} language={language} trends={trends} pointMs={plan.pointMs} />
          <DestinationCard language={language} destinations={destinations} isOfGroup={group !== undefined} />
        </div>
      ) : (
        <NoTrends language={language} range={range} group={group} isUnknownGroup={trends === null} />
      )}
      <LiveRefresh everyMs={facts ? REFRESH_MS : WAITING_REFRESH_MS} silent={text.noAnswer} />
    </>
  );
}

function Charts({ language, trends, pointMs }: { language: Language; trends: FleetTrends; pointMs: number }) {
  const text = textOf(language);
  const words = text.trends;
  const points = mergeSteps(trends, pointMs);
  const charts = trendCharts(points, words);
  const span = text.chart.span(pointMs / 1_000);
  const card = (chart: TrendChart, meta: string, isSmall = true) => (
    <TrendCard
      language={language}
      title={words[chart].title}
      meta={meta}
      label={words[chart].label}
      data={charts[chart]}
      isSmall={isSmall}
    />
  );
  return (
    <>
      {card("used", words.worstOf(span), false)}
      <div className={styles.pairs}>
        {card("over", words.over.meta)}
        {card("verdicts", words.verdicts.meta)}
        {card("ceiling", words.ceiling.meta)}
        {card("traffic", words.traffic.meta(span))}
      </div>
      {card("reporting", words.reporting.meta)}
      <CheckCard language={language} checks={points.checks} />
    </>
  );
}
