import { OPERATING_SYSTEMS } from "@berth/shared/domain/host/operating-system.ts";
import { shellWord } from "@berth/shared/domain/platforms/commands/sysctl-settings.ts";
import type { Collector } from "../collectors/collector.ts";
import type { Bundle } from "../collectors/replay/bundle.ts";
import { createReplayCollector, recogniseBundle, systemOf } from "../collectors/replay/replay-collector.ts";
import { suggestFileName } from "../collectors/replay/suggest-file-name.ts";
import { AGENT_VERSION } from "../version.ts";
import type { CommandIo } from "./command-io.ts";
import { sayError } from "./say-error.ts";
import { UsageError } from "./usage-error.ts";

/** What every command takes that can judge another host. */
export const REPLAY_FLAGS = {
  replay: { takes: "value", example: "--replay ./bundle" },
  os: { takes: "value", example: "--os windows" },
} as const;

const FILES_NAMED = 5;
const LOG_BYTES_MAX = 64 * 1024 * 1024;

export interface ReplayFlags {
  replay: string | undefined;
  os: string | undefined;
}

/** The flags that name the same host in another command; undefined for this one. */
export const hostFlagsOf = ({ replay, os }: ReplayFlags): string | undefined =>
  replay === undefined ? undefined : [`--replay ${shellWord(replay)}`, ...(os === undefined ? [] : [`--os ${os}`])].join(" ");

/** This host, or with `--replay` the one whose files lie in that folder. */
export async function openHost(flags: ReplayFlags, io: CommandIo, options: Parameters<CommandIo["openCollector"]>[0]): Promise<Collector> {
  if (flags.replay !== undefined) return openReplay(flags.replay, flags.os, io);
  if (flags.os !== undefined) throw new UsageError({ kind: "flag-needs-flag", flag: "--os", needed: "--replay DIR" });
  return io.openCollector(options);
}

/** The host that files in a folder show. Files that nobody knows, or that nothing judges, are named on standard error. */
function openReplay(folder: string, osText: string | undefined, io: CommandIo): Collector {
  const wanted = osText === undefined ? undefined : OPERATING_SYSTEMS.find((each) => each === osText);
  if (osText !== undefined && wanted === undefined)
    throw new UsageError({ kind: "bad-value", flag: "--os", value: osText, expected: OPERATING_SYSTEMS.join(" | ") });
  const bundle = recogniseBundle(readBundle(folder, io));
  for (const name of bundle.unknown) sayError(io, io.text.replay.unknownFile(name, suggestFileName(name)));
  for (const name of bundle.spare) sayError(io, io.text.replay.unusedFile(name));
  if (bundle.files.length === 0) throw new UsageError({ kind: "replay-empty", folder });
  const os = wanted ?? systemOf(bundle);
  if (os === null)
    throw new UsageError({ kind: "replay-os-unknown", folder, files: bundle.files.map(({ name }) => name).slice(0, FILES_NAMED) });
  const readLogFile = (file: string) => io.files.read(file, LOG_BYTES_MAX).text;
  return createReplayCollector({ bundle, os, agentVersion: AGENT_VERSION, readLogFile });
}

function readBundle(folder: string, io: CommandIo): Bundle {
  try {
    return io.readBundle(folder);
  } catch (error) {
    throw new UsageError({ kind: "replay-unreadable", folder, reason: error instanceof Error ? error.message : String(error) });
  }
}
