"use client";

import type { Language } from "@berth/shared/text/language.ts";
import { useTimeZone } from "./time-zone.ts";

const FORMATS = {
  dayTime: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  dateTime: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** One moment in the viewer's zone, which its title and the frame name. */
export function Moment({ language, at, format = "dateTime" }: { language: Language; at: string; format?: keyof typeof FORMATS }) {
  const timeZone = useTimeZone();
  const locale = language === "ja" ? "ja-JP" : "en-GB";
  return (
    <time dateTime={at} title={`${at} · ${timeZone}`}>
      {new Intl.DateTimeFormat(locale, { ...FORMATS[format], timeZone }).format(new Date(at))}
    </time>
  );
}
