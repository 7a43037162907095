import { parseOnlyFlags } from "../adapters/flags.ts";
import { readEnrolment } from "../uplink/enrolment.ts";
import type { CommandIo } from "./command-io.ts";
import { LOGS_FLAG, readNamedLogs } from "./logs-flag.ts";
import { openHost, REPLAY_FLAGS } from "./open-host.ts";
import { PASSIVE_FLAG } from "./passive-flag.ts";
import { STATE_DIR_FLAG, stateDir } from "./state-dir.ts";

const FLAGS = {
  compact: { takes: "nothing" },
  logs: LOGS_FLAG,
  passive: PASSIVE_FLAG,
  ...REPLAY_FLAGS,
  "state-dir": STATE_DIR_FLAG,
} as const;

/** Prints what a push would carry, or what files of another host tell, and sends nothing. */
export async function snapshot(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = parseOnlyFlags(args, FLAGS);
  const collector = await openHost(flags, io, { labels: labelsIn(stateDir(flags["state-dir"], io), io), settles: !flags.passive });
  try {
    await readNamedLogs(flags.logs, collector, io);
    const isPretty = io.isTerminal && !flags.compact;
    io.writeOut(`${JSON.stringify(collector.snapshot(), null, isPretty ? 2 : 0)}\n`);
    return 0;
  } finally {
    collector.close();
  }
}

/** None where this host is not enrolled, or its folder is another user's. */
function labelsIn(folder: string, io: CommandIo): Record<string, string> {
  try {
    return readEnrolment(io.openState(folder))?.labels ?? {};
  } catch {
    return {};
  }
}
