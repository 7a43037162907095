import type { Metadata } from "next";
import { readDestinations, readFleetGroups, readFleetTrends } from "../../../api/berth.ts";
import { requestLanguage } from "../../../features/preferences/request-language.ts";
import { RANGE_PLANS, trendRangeOf } from "../../../features/trends/trend-ranges.ts";
import { TrendsView } from "../../../features/trends/trends-view.tsx";
import { ApiTrouble } from "../../../features/trouble/api-trouble.tsx";
import { valueOrTrouble } from "../../../features/trouble/value-or-trouble.ts";
import { textOf } from "../../../ui/text.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: textOf(await requestLanguage()).trends.title });

interface TrendsPageProps {
  searchParams: Promise<{ range?: string | string[]; group?: string | string[] }>;
}

const first = (said: string | string[] | undefined): string | undefined => (typeof said === "string" ? said : said?.[0]) || undefined;

export default async function TrendsPage({ searchParams }: TrendsPageProps) {
  const [language, query] = await Promise.all([requestLanguage(), searchParams]);
  const [range, group] = [trendRangeOf(first(query.range)), first(query.group)];
  const [trends, groups, destinations] = await Promise.all([
    readFleetTrends({ fromMs: Date.now() - RANGE_PLANS[range].spanMs, group }),
    readFleetGroups(),
    readDestinations(),
  ]);
  const shared = { language, range, group, groups, destinations };
  if (trends.kind === "missing" && group !== undefined) return <TrendsView {...shared} trends={null} />;
  const answer = valueOrTrouble(language, trends);
  if (answer.kind !== "ok") return <ApiTrouble language={language} trouble={answer} />;
  return <TrendsView {...shared} trends={answer.value} />;
}
