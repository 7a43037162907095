import { printableText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { HostFiles } from "../host-files.ts";
import { nameCgroup } from "../linux/name-cgroup.ts";

/** Who made a call, as far as /proc still tells. */
export interface CallingProcess {
  pid: number | null;
  name: string | null;
  unit: string | null;
  /** The inode of its network namespace, in decimal. */
  namespaceId: string | null;
}

/** The wire's limit. */
const NAME_LENGTH_MAX = 128;

/** Node names its main thread so (23 and later), and with it the process. */
const NODE_MAIN_THREAD = /^(?:(.+)-)?MainThread$/;

/**
 * The process that a thread belongs to. A thread of a pool has a name of its own, so the process's is read; where it has
 * gone meanwhile, the thread's must do.
 */
export function nameProcess(files: HostFiles, threadId: number, threadName: string | null): CallingProcess {
  const folder = `/proc/${threadId}`;
  const leader = /^Tgid:\t(\d+)$/m.exec(quietly(() => files.readText(`${folder}/status`)) ?? "")?.[1];
  const name = (leader && quietly(() => files.readText(`/proc/${leader}/comm`))?.replace(/\n$/, "")) || threadName;
  return {
    pid: leader === undefined ? null : Number(leader),
    name: name === null ? null : printable(plainName(files, leader ?? String(threadId), name)),
    unit: unitOf(quietly(() => files.readText(`${folder}/cgroup`)) ?? ""),
    namespaceId: /^net:\[(\d+)\]$/.exec(quietly(() => files.readLink(`${folder}/ns/net`)) ?? "")?.[1] ?? null,
  };
}

function plainName(files: HostFiles, pid: string, name: string): string {
  const match = NODE_MAIN_THREAD.exec(name);
  if (!match) return name;
  return match[1] ?? quietly(() => files.readLink(`/proc/${pid}/exe`).split("/").at(-1)) ?? name;
}

const unitOf = (cgroup: string): string | null => printable(nameCgroup(cgroup).name ?? "");

/** Names are hostile, and an empty one is none. */
const printable = (name: string): string | null => printableText(name, NAME_LENGTH_MAX, "?").trim() || null;

function quietly<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
