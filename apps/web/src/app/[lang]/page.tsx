import type { Metadata } from "next";
import { readFleet } from "../../api/berth.ts";
import { FleetView } from "../../features/fleet/fleet-view.tsx";
import { requestLanguage } from "../../features/preferences/request-language.ts";
import { ApiTrouble } from "../../features/trouble/api-trouble.tsx";
import { valueOrTrouble } from "../../features/trouble/value-or-trouble.ts";
import { textOf } from "../../ui/text.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: textOf(await requestLanguage()).fleet.title });

interface FleetSearch {
  cursor?: string;
  from?: string;
}

export default async function Fleet({ searchParams }: { searchParams: Promise<FleetSearch> }) {
  const language = await requestLanguage();
  const { cursor, from } = await searchParams;
  const answer = valueOrTrouble(language, await readFleet(cursor));
  if (answer.kind !== "ok") return <ApiTrouble language={language} trouble={answer} />;
  return <FleetView language={language} fleet={answer.value} from={cursor ? Number(from) || 1 : 1} />;
}
