import type { SeriesPoint } from "@berth/shared/contract/reads.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Disclosure } from "../../ui/disclosure.tsx";
import { figuresOf } from "../../ui/figures.ts";
import { Moment } from "../../ui/moment.tsx";
import { printable } from "../../ui/printable.ts";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";
import { thinPoints } from "./thin-points.ts";

const ROWS = 24;

/** The chart in words, newest first, each row the fullest moment of its stretch. */
export function HistoryTable({ language, points }: { language: Language; points: readonly SeriesPoint[] }) {
  const words = textOf(language).history;
  const figures = figuresOf(language);
  const ratio = (value: number | null) => (value === null ? <Unknown language={language} reason={words.silent} /> : figures.percent(value));
  return (
    <Disclosure summary={words.asTable}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {[words.tightest, words.bindPool, words.udp, words.closesPerSecond].map((label) => (
              <th key={label} scope="col" className={table.figure}>
                {label}
              </th>
            ))}
            <th scope="col">{words.destination}</th>
          </tr>
        </thead>
        <tbody>
          {thinPoints(points, ROWS)
            .toReversed()
            .map((point) => (
              <tr key={point.at}>
                <th scope="row">
                  <Moment language={language} at={point.at} />
                </th>
                <td className={table.figure}>{ratio(point.tightestUsedRatio)}</td>
                <td className={table.figure}>{ratio(point.bindPoolUsedRatio)}</td>
                <td className={table.figure}>{ratio(point.udpUsedRatio)}</td>
                <td className={table.figure}>
                  {point.closesPerSecond === null ? (
                    <Unknown language={language} reason={words.silent} />
                  ) : (
                    figures.rate(point.closesPerSecond)
                  )}
                </td>
                <td className="mono">
                  {point.tightestDestination &&
                    printable(formatEndpoint(point.tightestDestination.address, point.tightestDestination.port))}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Disclosure>
  );
}
