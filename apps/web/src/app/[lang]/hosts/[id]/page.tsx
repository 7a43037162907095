import type { HostView as Host } from "@berth/shared/contract/reads.ts";
import type { Metadata } from "next";
import { cache } from "react";
import { readChecklist, readHost, readSeries, readSnapshot, readTuples } from "../../../../api/berth.ts";
import { rangeOf, stepSecondsOf } from "../../../../features/history/ranges.ts";
import { HostView } from "../../../../features/host/host-view.tsx";
import { requestLanguage } from "../../../../features/preferences/request-language.ts";
import { ApiTrouble } from "../../../../features/trouble/api-trouble.tsx";
import { valueOrTrouble } from "../../../../features/trouble/value-or-trouble.ts";
import { printable } from "../../../../ui/printable.ts";

interface HostPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ ns?: string; range?: string }>;
}

const isShort = ({ diagnosis }: Host): boolean => diagnosis !== null && diagnosis.cause !== "not-port-exhaustion";

/** Asked for by the title and by the page, answered once. */
const hostOf = cache(readHost);

export async function generateMetadata({ params }: HostPageProps): Promise<Metadata> {
  const answer = await hostOf((await params).id);
  return answer.kind === "ok" ? { title: printable(answer.value.hostname) } : {};
}

export default async function HostPage({ params, searchParams }: HostPageProps) {
  const [language, { id }, query] = await Promise.all([requestLanguage(), params, searchParams]);
  const [hostAnswer, tuples, checklist] = await Promise.all([hostOf(id), readTuples(id), readChecklist(id)]);
  const answer = valueOrTrouble(language, hostAnswer);
  if (answer.kind !== "ok") return <ApiTrouble language={language} trouble={answer} />;
  const host = answer.value;
  const nowMs = Date.parse(host.serverNow);
  const hours = rangeOf(query.range, nowMs - Date.parse(host.enrolledAt));
  const stepSeconds = stepSecondsOf(hours, host.sampleSeconds);
  const [series, snapshot] = await Promise.all([
    readSeries(id, { fromMs: nowMs - hours * 3_600_000, toMs: nowMs, stepSeconds }),
    // A whole snapshot is large, and only a host that is short of ports needs remedies.
    isShort(host) ? readSnapshot(id) : null,
  ]);
  return (
    <HostView
      language={language}
      host={host}
      tuples={tuples}
      checklist={checklist}
      snapshot={snapshot}
      series={series}
      hours={hours}
      namespaceId={query.ns}
      query={query}
    />
  );
}
