import type { Tuple } from "@berth/shared/domain/host/snapshot.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { TuplePair } from "../../ui/endpoint.tsx";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import { Sparkline } from "../../ui/sparkline.tsx";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { usedBetween } from "../../ui/used-between.ts";
import { MeasuredUse } from "./measured-use.tsx";
import styles from "./tuple-row.module.css";

const HOLDERS_SHOWN = 3;

/** One source and destination: held, blocked, used, what is left, how fast it churns, what comes back. */
export function TupleRow({ language, tuple }: { language: Language; tuple: Tuple }) {
  const text = textOf(language);
  const words = text.host.tuples;
  const figures = figuresOf(language);
  const rates = tuple.closesPerSecond.map(figures.rate);
  const back = tuple.releases.reduce((sum, ports) => sum + ports, 0);
  const other = tuple.synSent + tuple.finWait;
  const states = [
    tuple.established > 0 && `${figures.count(tuple.established)} ESTABLISHED`,
    tuple.timeWait > 0 && `${figures.count(tuple.timeWait)} TIME_WAIT`,
    tuple.closeWait > 0 && `${figures.count(tuple.closeWait)} CLOSE_WAIT`,
    other > 0 && words.otherStates(figures.count(other)),
  ].filter((part) => part !== false);
  const holders = tuple.holders
    .slice(0, HOLDERS_SHOWN)
    .map(({ process, share }) => (share === 1 ? printable(process) : `${printable(process)} ${figures.percent(share)}`));
  return (
    <tr>
      <th scope="row" className={`${styles.pair} ${table.whole}`}>
        <TuplePair source={tuple.source} destination={tuple.destination} />
        <small>{[...states, ...(holders.length > 0 ? [words.holders(holders.join(", "))] : [])].join(" · ")}</small>
      </th>
      <td className={table.figure} data-label={words.held}>
        {figures.count(tuple.held)}
      </td>
      <td className={table.figure} data-label={words.blocked}>
        {figures.count(tuple.blocked)}
      </td>
      <td className={table.figure} data-label={words.used}>
        {figures.count(tuple.used)}
      </td>
      <td className={`${table.wide} ${table.whole}`}>
        <MeasuredUse
          language={language}
          used={tuple.used}
          capacity={tuple.capacity}
          between={usedBetween(tuple.headroom, tuple.capacity)}
          label={words.bar(figures.count(tuple.capacity))}
        />
      </td>
      <td className={`${table.figure} ${styles.headroom}`} data-label={words.headroom}>
        {figures.headroom(tuple.headroom, text.unlimited)}
      </td>
      <td className={table.figure} data-label={words.closesPerSecond}>
        <Sparkline values={tuple.closesPerSecond} label={words.closesLabel(rates.join(", "))} />{" "}
        <span className={styles.rate}>{rates.at(-1)}</span>
      </td>
      <td className={table.figure} data-label={words.releases}>
        <Sparkline values={tuple.releases} label={words.releasesLabel(back)} width={60} />{" "}
        <span className={styles.back}>{figures.count(back)}</span>
      </td>
    </tr>
  );
}
