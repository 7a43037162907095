import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import type { Headroom } from "@berth/shared/domain/ports/headroom.ts";
import { displayWidth } from "../terminal/display-width.ts";
import { usageBar } from "../terminal/usage-bar.ts";
import { flowParts } from "../terminal/wrap-text.ts";
import type { TupleReport } from "./check-report.ts";
import { count, type PageStyle, percent } from "./page-style.ts";

const INDENT = "  ";
const PERCENT_COLUMNS = 7;
const { warnRatio, failRatio } = DEFAULT_POLICY.tuple;

/** The bar, the percentage, used and capacity, and what is left: one line unless the figures are long. */
export function portUseLines(use: Pick<TupleReport, "capacity" | "used" | "usedRatio" | "headroom">, style: PageStyle): string[] {
  const { text, paint, columns } = style;
  const { filled, empty } = usageBar(use.usedRatio);
  const color = use.usedRatio > failRatio ? paint.red : use.usedRatio > warnRatio ? paint.yellow : (fill: string) => fill;
  const share = percent(use.usedRatio, style).padStart(PERCENT_COLUMNS);
  const used = text.used(count(use.used, style), count(use.capacity, style));
  const barColumns = displayWidth(INDENT + filled + empty) + 1;
  const [first = "", ...rest] = flowParts([`${share}  ${used}`, headroomText(use.headroom, style)], columns - barColumns, "");
  return [`${INDENT}${color(filled)}${paint.dim(empty)} ${first}`, ...rest.map((line) => " ".repeat(barColumns) + line)];
}

function headroomText(headroom: Headroom, style: PageStyle): string {
  const low = count(headroom.low, style);
  if (headroom.unlimited) return style.text.unlimited(low);
  return style.text.headroom(headroom.low === headroom.high ? low : `${low}–${count(headroom.high, style)}`);
}
