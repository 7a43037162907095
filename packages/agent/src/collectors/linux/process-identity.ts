import { printableText } from "@berth/shared/domain/evidence/printable-text.ts";
import { MalformedReading } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { nameCgroup } from "./name-cgroup.ts";
import { runtimeOf } from "./process-runtime.ts";

/** Who a process is; it stays the same for as long as the process lives. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks from the start of the system to its own: with the pid it tells it from every other. */
  startTicks: number;
  /** As ps names it, without control characters. */
  name: string;
  /** systemd unit, container or pod. */
  unit: string | null;
  runtime: string | null;
  /** Soft limit of open files; null where there is none. */
  descriptorLimit: number | null;
}

/** USER_HZ: what /proc counts time in, on every architecture that Node runs on. */
export const TICKS_PER_SECOND = 100;

const NAME_LENGTH_MAX = 128;
const UNIT_LENGTH_MAX = 256;
/** What a runtime calls its first thread says less than its executable. */
const THREAD_NAME = /^(?:node-)?MainThread$/;

/** Throws where the process is gone. Links and files that are barred leave out what they would tell. */
export function readProcessIdentity(files: HostFiles, pid: number, { comm, startTicks }: ProcessStat): ProcessIdentity {
  const folder = `/proc/${pid}`;
  const executable = attempt(() => files.readLink(`${folder}/exe`));
  const base = executable === null ? "" : executable.replace(/ \(deleted\)$/, "").replace(/^.*\//, "");
  const name = printable(THREAD_NAME.test(comm) && base !== "" ? base : comm);
  return {
    pid,
    startTicks,
    name,
    unit: attempt(() => printableText(nameCgroup(files.readText(`${folder}/cgroup`)).name ?? "", UNIT_LENGTH_MAX)) || null,
    runtime: runtimeOf(base, comm),
    descriptorLimit: attempt(() => openFilesLimit(files.readText(`${folder}/limits`))),
  };
}

export interface ProcessStat {
  comm: string;
  startTicks: number;
}

/** proc_pid_stat(5): `11301 (comm) R …`; the name may hold blanks and parentheses, field 22 is the start. */
export function parseProcessStat(text: string): ProcessStat {
  const [from, to] = [text.indexOf("("), text.lastIndexOf(")")];
  const startTicks = Number(text.slice(to + 2).split(" ")[19]);
  if (from < 0 || to < from || !Number.isSafeInteger(startTicks)) throw new MalformedReading("unreadable process status");
  return { comm: text.slice(from + 1, to), startTicks };
}

/** proc_pid_limits(5): the soft limit of the line `Max open files`; null for `unlimited`. */
export function openFilesLimit(text: string): number | null {
  const soft = /^Max open files +(\d+|unlimited) /m.exec(text)?.[1];
  return soft === undefined || soft === "unlimited" ? null : Number(soft);
}

/** Nobody is without a name. */
function printable(text: string): string {
  const shown = printableText(text, NAME_LENGTH_MAX);
  return shown.trim() === "" ? "?" : shown;
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
