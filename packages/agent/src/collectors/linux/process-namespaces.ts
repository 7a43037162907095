import { reasonOf } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";

/** A link read so often in a row is taken as it is, until the next full round: a process may unshare right after its birth. */
const READS_TO_TRUST = 2;
/** Every so many rounds all links are read again: a number may have gone to another process, or a process elsewhere. */
const ROUNDS_PER_FULL = 6;

/** Where one process lives: the namespace's id, or, where its link is barred, what still tells it from others. */
export interface ProcessNamespace {
  id: string | null;
  barredInode: number | null;
}

/** Reads `net:[4026531840]`. */
export function namespaceIdOf(link: string): string | null {
  return /^net:\[(\d{1,20})\]$/.exec(link)?.[1] ?? null;
}

type Remembered = ProcessNamespace & { reads: number };

/** Which network namespace each process lives in, remembered from round to round: a readlink costs 6 µs, and hosts have thousands of processes. */
export class ProcessNamespaces {
  #last = new Map<string, Remembered>();
  #round = 0;
  #grouped: Map<string | null, number[]> | null = null;

  /** One round over all processes. Throws where /proc cannot be listed. */
  *scan(files: HostFiles): Generator<[pid: string, ProcessNamespace]> {
    const current = new Map<string, Remembered>();
    const isFull = this.#round++ % ROUNDS_PER_FULL === 0;
    for (const pid of files.list("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const last = this.#last.get(pid);
      const isTrusted = last !== undefined && last.reads >= READS_TO_TRUST && !isFull;
      const found = isTrusted ? last : { ...readNamespace(files, pid), reads: (last?.reads ?? 0) + 1 };
      current.set(pid, found);
      yield [pid, found];
    }
    this.#last = current;
    this.#grouped = null;
  }

  /** The processes of the last round that live in a namespace; null: those whose namespace is barred. */
  pidsIn(namespaceId: string | null): readonly number[] {
    if (this.#grouped === null) {
      this.#grouped = new Map();
      for (const [pid, { id, barredInode }] of this.#last) {
        if (id === null && barredInode === null) continue;
        const group = this.#grouped.get(id);
        if (group === undefined) this.#grouped.set(id, [Number(pid)]);
        else group.push(Number(pid));
      }
    }
    return this.#grouped.get(namespaceId) ?? [];
  }
}

function readNamespace(files: HostFiles, pid: string): ProcessNamespace {
  try {
    return { id: namespaceIdOf(files.readLink(`/proc/${pid}/ns/net`)), barredInode: null };
  } catch (error) {
    // A process that has just gone answers EACCES as well.
    return { id: null, barredInode: reasonOf(error) === "denied" ? procNetInode(files, pid) : null };
  }
}

/**
 * Every namespace has a /proc/net of its own, with inodes of its own, that anyone may look at: it tells whether two
 * processes share a namespace where its link is barred. null when the process is gone.
 */
export function procNetInode(files: HostFiles, pid: string): number | null {
  try {
    return files.identify(`/proc/${pid}/net/sockstat`).inode;
  } catch {
    return null;
  }
}
