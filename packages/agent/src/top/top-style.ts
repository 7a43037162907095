import type { CliTopText } from "@berth/shared/text/cli-top.ts";
import type { WhatIfStyle } from "../what-if/what-if-page.ts";

/** What every view of top needs beside the style of a page. */
export interface TopStyle extends WhatIfStyle {
  top: CliTopText;
}

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

/** A span as a person says it: `40 s`, `26 min`, `3 h`. */
export function spanText(seconds: number, { language }: Pick<TopStyle, "language">): string {
  const [value, unit] =
    seconds < 2 * MINUTE_SECONDS
      ? [seconds, "second"]
      : seconds < 2 * HOUR_SECONDS
        ? [seconds / MINUTE_SECONDS, "minute"]
        : [seconds / HOUR_SECONDS, "hour"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 0 }).format(Math.round(value));
}
