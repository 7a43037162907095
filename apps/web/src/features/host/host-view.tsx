import type { HostView as Host, HostChecklist, HostSeries, HostSnapshot, HostTuples } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { plain } from "@berth/shared/text/sentence.ts";
import { verdictSentence } from "@berth/shared/text/verdict.ts";
import type { Answer } from "../../api/answer.ts";
import { textOf } from "../../ui/text.ts";
import { ChecklistCard } from "../checklist/checklist-card.tsx";
import { HistoryCard } from "../history/history-card.tsx";
import type { RangeHours } from "../history/ranges.ts";
import { Announcement } from "../live/announcement.tsx";
import { LiveRefresh } from "../live/live-refresh.tsx";
import { RemediesCard } from "../remedies/remedies-card.tsx";
import { ExpiredCard } from "./expired-card.tsx";
import { GapCard } from "./gap-card.tsx";
import { HostHead } from "./host-head.tsx";
import styles from "./host-view.module.css";
import { MachineCard } from "./machine-card.tsx";
import { NamespaceParts, NamespaceSide } from "./namespace-parts.tsx";
import { NamespaceTabs } from "./namespace-tabs.tsx";
import { VerdictCard } from "./verdict-card.tsx";
import { isExpired } from "./why-no-tuple.ts";

const REFRESH_MS = 10_000;
const WAITING_REFRESH_MS = 2_000;

export interface HostReading {
  host: Host;
  tuples: Answer<HostTuples>;
  checklist: Answer<HostChecklist>;
  /** Null where nothing is short of ports. */
  snapshot: Answer<HostSnapshot> | null;
  series: Answer<HostSeries>;
}

interface HostViewProps extends HostReading {
  language: Language;
  hours: RangeHours;
  namespaceId: string | undefined;
  query: { ns?: string; range?: string };
}

/** One host from top to bottom: verdict, tuples, the range as a picture, history, checklist, and everything it rests on. */
export function HostView({ language, host, tuples, checklist, snapshot, series, hours, namespaceId, query }: HostViewProps) {
  const text = textOf(language);
  const isStale = host.freshness === "stale";
  const byId = (id: string | undefined) => host.namespaces.find((namespace) => namespace.id === id);
  const chosen = byId(namespaceId) ?? byId(host.tightest?.namespaceId) ?? host.namespaces[0];
  const read = tuples.kind === "ok" ? tuples.value : undefined;
  const shared = chosen && {
    language,
    namespace: chosen,
    tuples: read?.namespaces.find(({ id }) => id === chosen.id),
    gaps: host.gaps,
    isStale,
  };
  return (
    <>
      <HostHead language={language} host={host} />
      <div className="stack">
        <VerdictCard language={language} host={host} checklist={checklist} />
        {host.freshness === "never" && <p>{text.host.neverReported}</p>}
        {isExpired(host) && <ExpiredCard language={language} />}
        {host.namespaces.length > 1 && chosen && (
          <NamespaceTabs
            language={language}
            namespaces={host.namespaces}
            tuples={read}
            chosen={chosen}
            query={new URLSearchParams(query.range ? { range: query.range } : {})}
          />
        )}
        {shared && <NamespaceParts {...shared} />}
        {snapshot && <RemediesCard language={language} snapshot={snapshot} diagnosis={host.diagnosis} isStale={isStale} />}
        {host.freshness !== "never" && (
          <HistoryCard language={language} series={series} hours={hours} query={new URLSearchParams(query.ns ? { ns: query.ns } : {})} />
        )}
        <div className={styles.columns}>
          <div className="stack">
            {host.freshness !== "never" && <ChecklistCard language={language} checklist={checklist} />}
            {host.freshness !== "never" && !isExpired(host) && (
              <GapCard language={language} gaps={host.gaps} namespaces={host.namespaces} />
            )}
          </div>
          <div className="stack">
            {shared && <NamespaceSide {...shared} />}
            <MachineCard language={language} host={host} />
          </div>
        </div>
      </div>
      <Announcement>{plain(verdictSentence(language, host.verdict, host.freshness))}</Announcement>
      <LiveRefresh everyMs={host.freshness === "never" ? WAITING_REFRESH_MS : REFRESH_MS} silent={text.noAnswer} />
    </>
  );
}
