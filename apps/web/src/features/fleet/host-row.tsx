import type { FleetHost } from "@berth/shared/contract/reads.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Age } from "../../ui/age.tsx";
import { TuplePair } from "../../ui/endpoint.tsx";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";
import { UsageBar } from "../../ui/usage-bar.tsx";
import { usedBetween } from "../../ui/used-between.ts";
import { tupleReason } from "../host/why-no-tuple.ts";
import styles from "./host-row.module.css";
import { stateOf } from "./host-state.ts";

/** One host on one line: who, to where, how full, how much is left, how fast it churns, the verdict, how old. */
export function HostRow({ language, host, serverNow }: { language: Language; host: FleetHost; serverNow: string }) {
  const text = textOf(language);
  const words = text.fleet.table;
  const figures = figuresOf(language);
  const state = stateOf(host);
  const { tightest } = host;
  const reason = tupleReason(language, host);
  const unknown = <Unknown language={language} reason={reason} />;
  const percent = tightest && figures.percent(tightest.usedRatio);
  return (
    <tr>
      <th scope="row" className={`${styles.host} ${styles.grow}`}>
        <a href={`/${language}/hosts/${host.id}`}>
          <bdi>{printable(host.hostname)}</bdi>
        </a>
      </th>
      <td className={`${styles.verdict} ${styles[state]}`}>
        <StateMark state={state} /> {checksText(language).status[state]}
      </td>
      <td className={`${styles.tuple} ${table.whole} ${host.freshness === "live" ? "" : "is-stale"}`}>
        {tightest ? <TuplePair source={tightest.source} destination={tightest.destination} /> : <span className="meta">{reason}</span>}
        {tightest?.namespaceName && <small>{words.inNamespace(printable(tightest.namespaceName))}</small>}
      </td>
      <td className={`${styles.bar} ${table.whole} ${host.freshness === "live" ? "" : "is-stale"}`}>
        <span className={styles.use}>
          <UsageBar
            ratio={tightest ? tightest.usedRatio : null}
            between={tightest ? usedBetween(tightest.headroom, tightest.capacity) : undefined}
            label={`${words.used}: ${percent ?? text.unknownFigure(reason)}`}
          />
          <span className={styles.percent}>{percent}</span>
        </span>
      </td>
      <td className={table.figure} data-label={words.headroom}>
        {tightest ? figures.headroom(tightest.headroom, text.unlimited) : unknown}
      </td>
      <td className={table.figure} data-label={words.closesPerSecond}>
        {tightest ? figures.rate(tightest.closesPerSecond) : unknown}
      </td>
      <td className={`${table.figure} ${styles.seen}`} data-label={words.seen}>
        {host.observedAt ? <Age language={language} observedAt={host.observedAt} serverNow={serverNow} /> : text.fleet.never}
      </td>
    </tr>
  );
}
