import type { Evidence } from "@berth/shared/domain/checklist/check.ts";
import { printable } from "../uplink/log.ts";
import { count, type PageStyle, percent } from "./page-style.ts";

/** A ratio and the quotient of two figures are the same when they differ by less than rounding does. */
const SAME = 0.001;

/**
 * How a figure came to be, in one line: the quotient where two of the figures make it, its limit, and the other figures.
 * A figure with neither a name nor a limit says nothing; null where nothing else is there.
 */
export function formulaLine(evidence: Evidence, style: PageStyle): string | null {
  const { observed, limit, unit, figures = {} } = evidence;
  const write = (value: number): string => (unit === "ratio" ? percent(value, style) : count(Math.round(value * 10) / 10, style));
  const numbers = Object.entries(figures).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  const quotient = unit === "ratio" ? quotientOf(observed, numbers) : null;
  const rest = Object.entries(figures).filter(([name]) => name !== "namespace" && !quotient?.some(([each]) => each === name));
  const parts = [
    ...(quotient === null
      ? limit === null
        ? []
        : [write(observed)]
      : [
          `${quotient.map(([name]) => name).join(" ÷ ")} = ${quotient.map(([, value]) => count(value, style)).join(" ÷ ")} = ${write(observed)}`,
        ]),
    ...(limit === null ? [] : [style.text.limit(write(limit))]),
    ...rest.map(
      ([name, value]) => `${name} ${typeof value === "number" ? count(Math.round(value * 1_000) / 1_000, style) : printable(value)}`,
    ),
  ];
  return parts.length === 0 ? null : parts.join(" · ");
}

function quotientOf(observed: number, numbers: readonly [string, number][]): [[string, number], [string, number]] | null {
  for (const below of numbers)
    for (const above of numbers)
      if (above !== below && below[1] > 1 && above[1] <= below[1] && Math.abs(above[1] / below[1] - observed) < SAME) return [above, below];
  return null;
}
