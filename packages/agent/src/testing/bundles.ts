import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import type { Collector } from "../collectors/collector.ts";
import { createReplayCollector, recogniseBundle, systemOf } from "../collectors/replay/replay-collector.ts";

/** 2026-03-01T12:00:00Z. */
export const COLLECTED_AT_MS = Date.UTC(2026, 2, 1, 12);

/** The collector of a bundle made of a few files. */
export function replayOf(files: Record<string, string | Uint8Array>, os?: OperatingSystem): Collector {
  const bundle = recogniseBundle({
    folder: "bundle",
    files: Object.entries(files).map(([name, content]) => ({
      name,
      bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
      modifiedMs: COLLECTED_AT_MS,
    })),
  });
  const told = os ?? systemOf(bundle);
  if (told === null) throw new Error("the files do not tell their system");
  return createReplayCollector({ bundle, os: told, agentVersion: "0.1.0" });
}
