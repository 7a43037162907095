import { readFileSync } from "node:fs";
import type { Handbook } from "../check/handbook.ts";

/** Set by build.ts: the bundle takes its pages with it. */
declare const BERTH_HANDBOOK: Readonly<Record<string, string>> | undefined;

export const bundledHandbook: Handbook = {
  page: (path) => (typeof BERTH_HANDBOOK === "undefined" ? readPage(path) : (BERTH_HANDBOOK[path] ?? null)),
};

/** From source, the pages are the repository's own. */
function readPage(path: string): string | null {
  try {
    return readFileSync(new URL(`../../../../docs/${path}`, import.meta.url), "utf8");
  } catch {
    return null;
  }
}
