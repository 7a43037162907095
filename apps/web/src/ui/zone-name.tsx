"use client";

import type { Language } from "@berth/shared/text/language.ts";
import { textOf } from "./text.ts";
import { useTimeZone } from "./time-zone.ts";

/** Names the zone that every time on the page is in. */
export function ZoneName({ language }: { language: Language }) {
  return <span>{textOf(language).timesIn(useTimeZone())}</span>;
}
