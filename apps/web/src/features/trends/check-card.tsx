import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { fullestRows } from "../../ui/chart/fullest-rows.ts";
import { figuresOf } from "../../ui/figures.ts";
import { Sparkline } from "../../ui/sparkline.tsx";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";
import type { TrendPoints } from "./merge-steps.ts";

/** As many windows as a small chart has room for. */
const WINDOWS = 60;

type Values = readonly (number | null)[];
const mostOf = (values: Values) => Math.max(0, ...values.map((value) => value ?? 0));

/** Which checks found something, on how many hosts now and at most at once; those that failed most first. */
export function CheckCard({ language, checks }: { language: Language; checks: TrendPoints["checks"] }) {
  const words = textOf(language).trends.checks;
  const { title, looksAt } = checksText(language);
  const figures = figuresOf(language);
  const ordered = checks.toSorted((a, b) => mostOf(b.fail) - mostOf(a.fail) || mostOf(b.warn) - mostOf(a.warn));
  const cell = (values: Values, label: string) => {
    const now = values.findLast((value) => value !== null);
    return (
      <td className={table.figure} data-label={label}>
        {now == null ? (
          <Unknown language={language} reason={textOf(language).chart.silent} />
        ) : (
          words.nowAndMost(figures.count(now), figures.count(mostOf(values)))
        )}
      </td>
    );
  };
  return (
    <Card title={words.title} meta={words.meta}>
      {checks.length === 0 ? (
        <p className="meta">{words.none}</p>
      ) : (
        <table className={`${table.table} ${table.stacked}`}>
          <caption className="visually-hidden">{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.check}</th>
              <th scope="col" className={table.figure}>
                {words.fail}
              </th>
              <th scope="col" className={table.figure}>
                {words.warn}
              </th>
              <th scope="col" className={table.figure}>
                {words.course}
              </th>
            </tr>
          </thead>
          <tbody>
            {ordered.map(({ id, fail, warn }) => {
              const found = fail.map((count, at) => (count === null ? null : count + (warn[at] ?? 0)));
              return (
                <tr key={id}>
                  <th scope="row" className={table.whole}>
                    {title[id]}
                    <small>{looksAt[id]}</small>
                  </th>
                  {cell(fail, words.fail)}
                  {cell(warn, words.warn)}
                  <td className={table.figure}>
                    <Sparkline
                      values={fullestRows(found, WINDOWS).map((at) => found[at] ?? null)}
                      label={words.courseLabel(figures.count(mostOf(found)))}
                      width={120}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Card>
  );
}
