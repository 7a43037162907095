"use client";

import type { Language } from "@berth/shared/text/language.ts";
import { useEffect, useState } from "react";
import { textOf } from "./text.ts";

interface AgeProps {
  language: Language;
  observedAt: string;
  /** The server's clock when it answered: the viewer's own clock takes no part, only its pace. */
  serverNow: string;
  /** "4 s ago" rather than "4 s". */
  isPhrase?: boolean;
}

/** How old data is, counting on while the page is open. */
export function Age({ language, observedAt, serverNow, isPhrase = false }: AgeProps) {
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    const startMs = performance.now();
    setElapsedMs(0);
    const timer = setInterval(() => setElapsedMs(performance.now() - startMs), 1000);
    return () => clearInterval(timer);
  }, [serverNow]);
  const seconds = Math.max(0, (Date.parse(serverNow) - Date.parse(observedAt) + elapsedMs) / 1000);
  const text = textOf(language);
  return <time dateTime={observedAt}>{isPhrase ? text.ago(seconds) : text.age(seconds)}</time>;
}
