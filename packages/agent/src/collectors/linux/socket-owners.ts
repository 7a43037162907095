import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";
import { NumberIndex } from "../../reduce/number-index.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { reasonOf } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { type AllowanceTerms, CpuAllowance } from "./cpu-allowance.ts";
import { type ProcessIdentity, parseProcessStat, readProcessIdentity } from "./process-identity.ts";
import type { ProcessNamespaces } from "./process-namespaces.ts";
import { unownedGap } from "./unowned-gap.ts";

/** What looking for owners may cost who stays: 1 % of one core in the long run, and a second for the first look. */
export const RESIDENT_ALLOWANCE: AllowanceTerms = { share: 0.01, burstMs: 1_000 };
/** A single command has but one look, and somebody waits for it. */
export const ONE_LOOK_ALLOWANCE: AllowanceTerms = { share: 0.01, burstMs: 5_000 };
/** One namespace leaves as much for the others. */
const NAMESPACE_SHARE = 0.5;
/** Links between two looks at the clock. */
const LINKS_PER_LOOK = 64;
/** A socket that no process had is looked for again after so long: it may have been in flight (SCM_RIGHTS). */
const NOBODY_FOR_MS = 60_000;
/** From here on a process could be near its limit of open files. */
const MANY_DESCRIPTORS = 200;

const NOBODY = -1;
const LINK = "socket:[";

/** A process as far as it was looked at. */
export interface KnownProcess {
  identity: ProcessIdentity;
  /** Open files when they were last walked. */
  descriptors: number;
}

/** The sockets of one namespace and who has them open, until the next one is resolved. */
export interface SocketOwners {
  /** The process that has a socket open; 0 where none is known. */
  pidOf(inode: number): number;
  process(pid: number): KnownProcess | null;
  /** Processes of the namespace with many open files, whatever sockets they have. */
  busiest(): KnownProcess[];
  /** Live sockets, and those among them whose process is known. */
  sockets: number;
  known: number;
}

interface Trace {
  known: KnownProcess | null;
  /** Sockets of the range that it had at the last walk, and those of them that were new. */
  sockets: number;
  found: number;
  /** Number of the walk that last went through all of its files; 0: none has. */
  walkedAt: number;
  /** Where the next walk of its files goes on. */
  resumeFrom: number;
}

interface WalkedFiles {
  found: number;
  isAtEnd: boolean;
  /** From the first to the last: what was not found among them is not there. */
  isWhole: boolean;
}

interface Owned {
  index: NumberIndex;
  pids: Int32Array;
}

interface NamespaceOwned {
  current: Owned;
  spare: Owned;
  nobodySinceMs: number;
  /** Processes whose files the last walk was refused. */
  denied: number;
}

/**
 * Finds the processes behind sockets by the links in /proc/<pid>/fd. What was found stays known for as long as socket and
 * process live, so that only sockets never seen before cost a walk; it begins with new processes and with those that had new
 * sockets before, ends with the last unknown socket, and goes on next time where its allowance ended.
 */
export class SocketOwnerSearch {
  readonly #files: HostFiles;
  readonly #ports: Pick<CollectorPorts, "monotonicMs" | "cpuMs">;
  readonly #processes: ProcessNamespaces;
  readonly #allowance: CpuAllowance;
  #traces = new Map<number, Trace>();
  #owned = new Map<string, NamespaceOwned>();
  #met = new Set<string>();
  #walks = 0;

  constructor(ports: Pick<CollectorPorts, "files" | "monotonicMs" | "cpuMs">, processes: ProcessNamespaces, allowance: AllowanceTerms) {
    this.#allowance = new CpuAllowance(allowance);
    this.#files = ports.files;
    this.#ports = ports;
    this.#processes = processes;
  }

  /** Ends a round: namespaces that it did not meet are forgotten, and processes that are gone. */
  endRound(): void {
    for (const id of this.#owned.keys()) if (!this.#met.has(id)) this.#owned.delete(id);
    if (this.#traces.size > 0) {
      const alive = new Set([null, ...this.#met].flatMap((id) => this.#processes.pidsIn(id)));
      for (const pid of this.#traces.keys()) if (!alive.has(pid)) this.#traces.delete(pid);
    }
    this.#met = new Set();
  }

  /** What is known of a namespace stays, although it was not read in this round. */
  keep(namespaceId: string): void {
    this.#met.add(namespaceId);
  }

  resolve(namespaceId: string, tables: readonly SocketTable[], gaps: Gap[]): SocketOwners {
    this.#met.add(namespaceId);
    const nowMs = this.#ports.monotonicMs();
    const owned = this.#owned.get(namespaceId) ?? emptyOwned(nowMs);
    this.#owned.set(namespaceId, owned);
    const sockets = tables.reduce((sum, table) => sum + countLive(table), 0);
    const inhabitants = sockets === 0 ? [] : this.#processes.pidsIn(namespaceId);
    // Where a process lives may be barred although its files are not.
    const pids = sockets === 0 ? [] : [...inhabitants, ...this.#processes.pidsIn(null)];
    let unknown = this.#carryOver(owned, tables, sockets, pids, nowMs);
    let isComplete = true;
    if (unknown > 0) ({ unknown, isComplete, denied: owned.denied } = this.#search(owned.current, pids, unknown, nowMs));
    if (isComplete) markNobody(owned.current);
    const nobody = countNobody(owned.current);
    const lost = unownedGap(namespaceId, sockets, isComplete ? nobody : unknown + nobody, isComplete, owned.denied > 0);
    if (lost) gaps.push(lost);
    return {
      pidOf: (inode) => pidIn(owned.current, inode),
      process: (pid) => this.#traces.get(pid)?.known ?? null,
      busiest: () => inhabitants.map((pid) => this.#traces.get(pid)?.known ?? null).filter((known) => known !== null),
      sockets,
      known: sockets - (isComplete ? nobody : unknown + nobody),
    };
  }

  /** Fills `current` with all live sockets, each with the owner that it had before; answers how many have none. */
  #carryOver(owned: NamespaceOwned, tables: readonly SocketTable[], sockets: number, pids: readonly number[], nowMs: number): number {
    const alive = new Set(pids);
    const retries = nowMs - owned.nobodySinceMs > NOBODY_FOR_MS;
    if (retries) owned.nobodySinceMs = nowMs;
    const [before, next] = [owned.current, owned.spare];
    next.index.reset(sockets);
    if (next.pids.length !== next.index.slots) next.pids = new Int32Array(next.index.slots);
    let unknown = 0;
    for (const { inode: inodes, length } of tables)
      for (let row = 0; row < length; row++) {
        const inode = inodes[row]!;
        if (inode === 0) continue;
        const found = before.index.find(inode);
        let pid = found < 0 ? 0 : before.pids[found]!;
        if (pid > 0 ? !alive.has(pid) : retries) pid = 0;
        next.pids[next.index.put(inode)] = pid;
        if (pid === 0) unknown++;
      }
    owned.current = next;
    owned.spare = before;
    return unknown;
  }

  #search(
    wanted: Owned,
    pids: readonly number[],
    unknown: number,
    nowMs: number,
  ): { unknown: number; denied: number; isComplete: boolean } {
    const walk = ++this.#walks;
    const beganMs = this.#ports.cpuMs();
    const untilMs = beganMs + this.#allowance.leftMs(nowMs) * NAMESPACE_SHARE;
    const order = pids.map((pid) => ({ pid, trace: this.#traceOf(pid) }));
    order.sort(({ trace: a }, { trace: b }) => newFirst(a, b) || b.found - a.found || b.sockets - a.sockets || a.walkedAt - b.walkedAt);
    let denied = 0;
    let isComplete = true;
    for (const { pid, trace } of order) {
      if (unknown === 0) break;
      if (this.#ports.cpuMs() > untilMs) {
        isComplete = false;
        break;
      }
      try {
        const { found, isAtEnd, isWhole } = this.#walkFiles(pid, trace, wanted, unknown, untilMs);
        unknown -= found;
        if (isAtEnd) trace.walkedAt = walk;
        if (!isWhole && unknown > 0) isComplete = false;
      } catch (error) {
        trace.walkedAt = walk;
        if (reasonOf(error) === "denied" && this.#isAlive(pid)) denied++;
      }
    }
    this.#allowance.spend(this.#ports.cpuMs() - beganMs);
    return { unknown, denied, isComplete };
  }

  /** A link of a process that has ended is barred, even to root (fs/proc/base.c, proc_fd_access_allowed). */
  #isAlive(pid: number): boolean {
    try {
      return this.#files.readText(`/proc/${pid}/stat`) !== "";
    } catch {
      return false;
    }
  }

  #traceOf(pid: number): Trace {
    const trace = this.#traces.get(pid) ?? { known: null, sockets: 0, found: 0, walkedAt: 0, resumeFrom: 0 };
    this.#traces.set(pid, trace);
    return trace;
  }

  /** Goes through the open files of a process, from where the last walk stopped to their end. */
  #walkFiles(pid: number, trace: Trace, wanted: Owned, unknown: number, untilMs: number): WalkedFiles {
    const folder = `/proc/${pid}/fd/`;
    const names = this.#files.list(folder);
    const from = trace.resumeFrom < names.length ? trace.resumeFrom : 0;
    let [found, held, at] = [0, 0, from];
    for (; at < names.length && found < unknown; at++) {
      if (at % LINKS_PER_LOOK === LINKS_PER_LOOK - 1 && this.#ports.cpuMs() > untilMs) break;
      const inode = socketInode(this.#files, folder + names[at]!);
      const slot = inode === 0 ? -1 : wanted.index.find(inode);
      if (slot < 0) continue;
      held++;
      if (wanted.pids[slot]! > 0) continue;
      wanted.pids[slot] = pid;
      found++;
    }
    const isAtEnd = at === names.length;
    const isWhole = isAtEnd && from === 0;
    trace.resumeFrom = isAtEnd || found === unknown ? 0 : at;
    trace.sockets = isWhole ? held : Math.max(held, trace.sockets);
    trace.found = found;
    if (held > 0 || trace.known !== null || names.length >= MANY_DESCRIPTORS) this.#identify(pid, trace, names.length);
    return { found, isAtEnd, isWhole };
  }

  /** The number may have gone to another process since. */
  #identify(pid: number, trace: Trace, descriptors: number): void {
    const stat = parseProcessStat(this.#files.readText(`/proc/${pid}/stat`));
    const isSame = trace.known?.identity.startTicks === stat.startTicks;
    const identity = isSame ? trace.known!.identity : readProcessIdentity(this.#files, pid, stat);
    trace.known = { identity, descriptors };
  }
}

/** A process that was never looked at may have come with the sockets that are new. */
const newFirst = (a: Trace, b: Trace): number => Number(a.walkedAt > 0) - Number(b.walkedAt > 0);

const emptyOwned = (nowMs: number): NamespaceOwned => {
  const empty = (): Owned => ({ index: new NumberIndex(), pids: new Int32Array(0) });
  return { current: empty(), spare: empty(), nobodySinceMs: nowMs, denied: 0 };
};

function countLive({ inode, length }: SocketTable): number {
  let live = 0;
  for (let row = 0; row < length; row++) if (inode[row] !== 0) live++;
  return live;
}

function pidIn({ index, pids }: Owned, inode: number): number {
  const slot = inode === 0 ? -1 : index.find(inode);
  return slot < 0 ? 0 : Math.max(0, pids[slot]!);
}

/**
 * `socket:[4711]`; 0 for every other file, and where it has been closed meanwhile. Throws where the link is barred, as the
 * links of a process of more rights are, whose files may be listed.
 */
function socketInode(files: HostFiles, path: string): number {
  try {
    const link = files.readLink(path);
    return link.startsWith(LINK) ? Number.parseInt(link.slice(LINK.length), 10) : 0;
  } catch (error) {
    if (reasonOf(error) === "denied") throw error;
    return 0;
  }
}

/** Sockets that a whole walk did not find are nobody's: in flight, or the kernel's own. */
function markNobody({ index, pids }: Owned): void {
  for (let slot = 0; slot < index.slots; slot++) if (index.keyAt(slot) !== 0 && pids[slot] === 0) pids[slot] = NOBODY;
}

function countNobody({ index, pids }: Owned): number {
  let nobody = 0;
  for (let slot = 0; slot < index.slots; slot++) if (index.keyAt(slot) !== 0 && pids[slot] === NOBODY) nobody++;
  return nobody;
}
