import type { Language } from "@berth/shared/text/language.ts";
import { Disclosure } from "../disclosure.tsx";
import { Moment } from "../moment.tsx";
import table from "../table.module.css";
import { textOf } from "../text.ts";
import { Unknown } from "../unknown.tsx";
import type { ChartData } from "./chart-data.ts";
import { fullestRows } from "./fullest-rows.ts";
import { wordedFigure } from "./point-sentence.ts";

const ROWS = 24;

interface ChartTableProps {
  language: Language;
  /** Of the chart that it stands for. */
  title: string;
  data: ChartData;
  /** What the notes of the first series are, for a column of their own. */
  notesLabel?: string;
}

/** A chart in words, newest first, each row the moment of its stretch at which the first series is highest. */
export function ChartTable({ language, title, data, notesLabel }: ChartTableProps) {
  const words = textOf(language).chart;
  const { atMs, series } = data;
  const notes = notesLabel === undefined ? undefined : series[0]?.notes;
  return (
    <Disclosure summary={words.asTable} label={words.asTableOf(title)}>
      <table className={table.table}>
        <caption className="visually-hidden">{words.asTableOf(title)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {series.map(({ label }) => (
              <th key={label} scope="col" className={table.figure}>
                {label}
              </th>
            ))}
            {notes && <th scope="col">{notesLabel}</th>}
          </tr>
        </thead>
        <tbody>
          {fullestRows(series[0]?.values ?? [], ROWS)
            .toReversed()
            .map((at) => (
              <tr key={atMs[at]}>
                <th scope="row">
                  <Moment language={language} at={new Date(atMs[at] ?? 0).toISOString()} />
                </th>
                {series.map(({ label, unit, values }) => {
                  const value = values[at];
                  return (
                    <td key={label} className={table.figure}>
                      {value == null ? <Unknown language={language} reason={words.silent} /> : wordedFigure(language, unit, value)}
                    </td>
                  );
                })}
                {notes && <td className="mono">{notes[at]}</td>}
              </tr>
            ))}
        </tbody>
      </table>
    </Disclosure>
  );
}
