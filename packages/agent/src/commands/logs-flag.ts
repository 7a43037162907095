import type { Collector } from "../collectors/collector.ts";
import type { CommandIo } from "./command-io.ts";
import { sayError } from "./say-error.ts";

/** `--logs FILE`, as often as there are files: read beside the host's own journal. */
export const LOGS_FLAG = { takes: "values", example: "--logs /var/log/nginx/error.log" } as const;

/** Reads the journal and the files that a person named; one that cannot be read, or not whole, is said at once. */
export async function readNamedLogs(
  files: readonly string[],
  collector: Pick<Collector, "readLogs">,
  io: Pick<CommandIo, "text" | "writeError" | "language" | "isErrorTerminal">,
): Promise<void> {
  for (const { reason, hint } of await collector.readLogs(files))
    sayError(io, reason === "truncated" ? hint : io.text.check.logUnread(hint));
}
