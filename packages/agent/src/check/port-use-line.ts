import type { Headroom } from "@berth/shared/domain/ports/headroom.ts";
import { displayWidth } from "../terminal/display-width.ts";
import { usageBar } from "../terminal/usage-bar.ts";
import { flowParts } from "../terminal/wrap-text.ts";
import type { PageStyle } from "./check-page.ts";
import type { PoolReport, TupleReport } from "./check-report.ts";
import { count, percent } from "./figures.ts";

const INDENT = "  ";
const PERCENT_COLUMNS = 7;

/** The bar, the percentage, used and capacity, what is left, and one more figure where there is one. */
export function portUseLine(
  use: TupleReport | PoolReport,
  further: string | null,
  { language, text, paint, columns }: PageStyle,
): string[] {
  const { filled, empty } = usageBar(use.usedRatio);
  const color = use.usedRatio > 0.8 ? paint.red : use.usedRatio > 0.6 ? paint.yellow : (fill: string) => fill;
  const share = percent(use.usedRatio, language).padStart(PERCENT_COLUMNS);
  const used = text.used(count(use.used, language), count(use.capacity, language));
  const left = headroomText(use.headroom, language, text);
  const figures = [`${share}  ${used}`, left, ...(further === null ? [] : [further])];
  const bar = `${INDENT}${filled}${empty}`;
  const [first = "", ...rest] = flowParts(figures, columns - displayWidth(bar) - 1, "");
  return [`${INDENT}${color(filled)}${paint.dim(empty)} ${first}`, ...rest.map((line) => `${" ".repeat(displayWidth(bar) + 1)}${line}`)];
}

function headroomText(headroom: Headroom, language: PageStyle["language"], text: PageStyle["text"]): string {
  if (headroom.unlimited) return text.unlimited(count(headroom.low, language));
  const { low, high } = headroom;
  return text.headroom(low === high ? count(low, language) : `${count(low, language)}–${count(high, language)}`);
}
