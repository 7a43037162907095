import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = process.env.BERTH_CAPTURES ?? fileURLToPath(new URL("../../../../../shared/captures", import.meta.url));

/** Captures of other people's hosts are not part of this repository; their true counts are in truth.json. */
export const captures = existsSync(`${folder}/truth.json`)
  ? {
      read: (id: string): string => readFileSync(`${folder}/${id}.txt`, "utf8"),
      truth: (id: string) => JSON.parse(readFileSync(`${folder}/truth.json`, "utf8"))[id].truth,
    }
  : null;

export const CAPTURES_MISSING = "captures folder is missing";
