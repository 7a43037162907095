import type { FleetPage } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";
import { AddHost } from "../enrolment/add-host.tsx";
import { serverAddress } from "../enrolment/server-address.ts";
import { Announcement } from "../live/announcement.tsx";
import { LiveRefresh } from "../live/live-refresh.tsx";
import { FirstHost } from "./first-host.tsx";
import { FleetCounts, unknownHosts } from "./fleet-counts.tsx";
import styles from "./fleet-view.module.css";
import { HostTable } from "./host-table.tsx";
import { Quay } from "./quay.tsx";

const REFRESH_MS = 10_000;
/** While somebody waits for their first host, seconds count. */
const WAITING_REFRESH_MS = 2_000;

/** The fleet now: counts, one square per host, one row per host, and how to add one. */
export async function FleetView({ language, fleet, from }: { language: Language; fleet: FleetPage; from: number }) {
  const text = textOf(language);
  const { summary } = fleet;
  const isWaiting = summary.hosts === summary.never;
  const server = await serverAddress();
  return (
    <>
      <div className="page-head">
        <div className="page-title">
          <h1>{text.fleet.title}</h1>
          <span className="meta">{printable(fleet.organization.name)}</span>
        </div>
        <div className="page-tools">
          {summary.hosts > 0 && <span>{text.fleet.reporting(summary.live, summary.hosts)}</span>}
          {!isWaiting && <AddHost language={language} server={server} />}
        </div>
      </div>
      {isWaiting ? (
        <FirstHost language={language} server={server} enrolled={fleet.data.map(({ hostname }) => hostname)} />
      ) : (
        <div className="stack">
          <FleetCounts language={language} fleet={fleet} />
          <Card title={text.fleet.quay.title} meta={text.fleet.quay.label}>
            <Quay language={language} hosts={fleet.data} />
          </Card>
          <HostTable language={language} hosts={fleet.data} serverNow={fleet.serverNow} count={summary.hosts} from={from} />
          {(fleet.nextCursor || from > 1) && (
            <p className={styles.pager}>
              {from > 1 && (
                <a className="button" href={`/${language}`}>
                  {text.fleet.first}
                </a>
              )}
              {fleet.nextCursor && (
                <a className="button" href={`/${language}?cursor=${encodeURIComponent(fleet.nextCursor)}&from=${from + fleet.data.length}`}>
                  {text.fleet.more}
                </a>
              )}
            </p>
          )}
        </div>
      )}
      <Announcement>
        {text.fleet.announcement({ fail: summary.fail, warn: summary.warn, unknown: unknownHosts(summary), hosts: summary.hosts })}
      </Announcement>
      <LiveRefresh everyMs={isWaiting ? WAITING_REFRESH_MS : REFRESH_MS} silent={text.noAnswer} />
    </>
  );
}
