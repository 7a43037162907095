/** One line of the table of targets. */
export interface MeasuredRow {
  name: string;
  /** In words, units included. */
  measured: string;
  /** The figure alone, in `unit`; null where it is words. */
  value: number | null;
  unit: string;
  /** In words; null where nothing is asked of it. */
  target: string | null;
  /** Null where there is no target, or it could not be measured. */
  isKept: boolean | null;
}

interface Bound {
  unit: string;
  digits?: number;
  /** What else was seen beside it. */
  beside?: string;
}

const said = (value: number, unit: string, digits: number): string =>
  `${value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits })}${unit && ` ${unit}`}`;

const row = (name: string, value: number, { unit, digits = 1, beside }: Bound, sign: "≤" | "≥", bound: number): MeasuredRow => ({
  name,
  value,
  unit,
  measured: `${said(value, unit, digits)}${beside ? ` (${beside})` : ""}`,
  target: `${sign} ${bound.toLocaleString("en")}${unit && ` ${unit}`}`,
  isKept: sign === "≤" ? value <= bound : value >= bound,
});

export const atMost = (name: string, value: number, bound: number, how: Bound): MeasuredRow => row(name, value, how, "≤", bound);
export const atLeast = (name: string, value: number, bound: number, how: Bound): MeasuredRow => row(name, value, how, "≥", bound);

export const noted = (name: string, measured: string): MeasuredRow => ({
  name,
  measured,
  value: null,
  unit: "",
  target: null,
  isKept: null,
});

export const lineOf = ({ name, measured, target, isKept }: MeasuredRow): string =>
  `${isKept === false ? "MISSED" : isKept ? "kept  " : "      "} ${name}: ${measured}${target === null ? "" : `, target ${target}`}`;
