"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The viewer's zone by its IANA name. The server, and the first paint, say UTC; the browser corrects it after hydration. */
export const useTimeZone = (): string =>
  useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
    () => "UTC",
  );
