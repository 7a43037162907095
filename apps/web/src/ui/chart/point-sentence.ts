import type { Language } from "@berth/shared/text/language.ts";
import { type Figures, figuresOf } from "../figures.ts";
import { textOf } from "../text.ts";
import type { ChartData, Unit } from "./chart-data.ts";

const WORDED: Record<Unit, (figures: Figures, value: number) => string> = {
  percent: (figures, value) => figures.percent(value),
  count: (figures, value) => figures.count(value),
  rate: (figures, value) => figures.rate(value),
  times: (figures, value) => figures.times(value),
};

export const wordedFigure = (language: Language, unit: Unit, value: number): string => WORDED[unit](figuresOf(language), value);

/** What stands at one point of a chart: time, then each figure that is known. */
export function pointSentence(language: Language, { series }: Pick<ChartData, "series">, at: number, moment: string): string {
  const known = series.flatMap(({ label, unit, values, notes }) => {
    const value = values[at];
    const note = notes?.[at];
    return value == null ? [] : [`${label} ${wordedFigure(language, unit, value)}${note ? ` ${note}` : ""}`];
  });
  return [moment, ...(known.length > 0 ? known : [textOf(language).chart.silent])].join(" · ");
}
