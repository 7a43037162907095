import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";
import { gap, gapFromError } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { FailureMemory } from "./failure-memory.ts";
import type { FailureTrace } from "./failure-trace.ts";
import { type CallingProcess, nameProcess } from "./name-process.ts";
import { couldRunDry, fullBindPool, isUdpFull } from "./short-pools.ts";
import { readTrace, type TracedFailure } from "./trace-line.ts";

const EAGAIN = 11;
const EADDRINUSE = 98;
const EADDRNOTAVAIL = 99;

/** More undecided calls than this between two snapshots are counted with those that came before. */
const UNDECIDED_MAX = 100;

/** A call that failed, of which the trace does not tell whether it was for want of a port. */
interface UndecidedFailure {
  kind: "bind-in-use" | "connect-again";
  process: CallingProcess;
  firstMs: number;
  atMs: number;
  count: number;
}

export interface FailureWatchParts {
  trace: FailureTrace;
  /** Opens another trace where this one broke; throws where there is none to be had. Missing: a broken one stays so. */
  reopen?(): FailureTrace;
  files: HostFiles;
  nowMs(): number;
  /** A failure of a new kind was seen since the last snapshot: worth one at once. */
  onNewKind(): void;
}

/** Failed port allocations as they happen, with the process that they happened to. */
export class FailureWatch {
  readonly #parts: FailureWatchParts;
  #trace: FailureTrace;
  readonly #memory = new FailureMemory();
  readonly #undecided = new Map<string, UndecidedFailure>();
  /** What was announced and came to nothing or to a failure already: it is worth no second snapshot at once. */
  readonly #announced = new Set<string>();
  #namespaces = new Map<string, NamespaceSnapshot>();
  #lost = 0;
  #broken: unknown = null;

  constructor(parts: FailureWatchParts) {
    this.#parts = parts;
    this.#trace = this.#start(parts.trace);
  }

  /** What has been seen so far, decided by how full the pools are now. */
  take(namespaces: readonly NamespaceSnapshot[]): { failures: PortFailure[]; isTraced: boolean; gaps: Gap[] } {
    this.#namespaces = new Map(namespaces.map((namespace) => [namespace.id, namespace]));
    this.#sweep();
    for (const each of this.#undecided.values()) this.#decide(each);
    this.#undecided.clear();
    this.#arm(namespaces.some(couldRunDry));
    const gaps = this.#lost === 0 ? [] : [gap("failures", "truncated", null, `${this.#lost} failures came too fast to be read`)];
    this.#lost = 0;
    const isTraced = this.#broken === null;
    if (!isTraced) {
      gaps.push(gapFromError("failures", null, this.#broken));
      this.#reopen();
    }
    return { failures: this.#memory.list(this.#parts.nowMs()), isTraced, gaps };
  }

  close(): void {
    this.#trace.close();
  }

  #start(trace: FailureTrace): FailureTrace {
    trace.arm(true);
    trace.watch(() => {
      if (this.#sweep()) this.#parts.onNewKind();
    });
    return trace;
  }

  /** Somebody may have removed its folder. What failed meanwhile was not seen: the gap of this snapshot says so. */
  #reopen(): void {
    if (!this.#parts.reopen) return;
    try {
      this.#trace.close();
      this.#trace = this.#start(this.#parts.reopen());
      this.#broken = null;
    } catch (error) {
      this.#broken = error;
    }
  }

  #arm(isArmed: boolean): void {
    try {
      this.#trace.arm(isArmed);
    } catch (error) {
      this.#broken ??= error;
    }
  }

  /** Whether something new was seen. */
  #sweep(): boolean {
    const { failures, lost } = this.#read();
    this.#lost += lost;
    if (failures.length === 0) return false;
    const epochOffsetMs = this.#parts.nowMs() - this.#trace.traceNowMs();
    const processes = new Map<string, CallingProcess>();
    let isNew = false;
    for (const failure of failures) {
      const key = `${failure.threadId} ${failure.threadName}`;
      const process = processes.get(key) ?? nameProcess(this.#parts.files, failure.threadId, failure.threadName);
      processes.set(key, process);
      isNew = this.#take(failure, process, Math.round(failure.atMs + epochOffsetMs)) || isNew;
    }
    return isNew;
  }

  #read(): ReturnType<typeof readTrace> {
    if (this.#broken !== null) return { failures: [], lost: 0 };
    try {
      return readTrace(this.#trace.read());
    } catch (error) {
      this.#broken = error;
      return { failures: [], lost: 0 };
    }
  }

  /** Whether it is worth a snapshot at once. */
  #take({ call }: TracedFailure, process: CallingProcess, atMs: number): boolean {
    if (call.kind !== "autobind") return this.#keepUndecided(call.kind, process, atMs);
    const { source, destination } = call;
    return this.#memory.add({
      ...called(process),
      ...{ atMs, firstMs: atMs, count: 1 },
      ...{ errno: EADDRNOTAVAIL, operation: "connect", protocol: "tcp", source, destination },
    });
  }

  #keepUndecided(kind: UndecidedFailure["kind"], process: CallingProcess, atMs: number): boolean {
    const key = `${kind} ${process.namespaceId} ${process.name}`;
    const before = this.#undecided.get(key);
    if (before) {
      before.count++;
      before.atMs = atMs;
    } else if (this.#undecided.size < UNDECIDED_MAX) this.#undecided.set(key, { kind, process, firstMs: atMs, atMs, count: 1 });
    const namespace = process.namespaceId === null ? undefined : this.#namespaces.get(process.namespaceId);
    if (this.#announced.has(key) || (namespace && !couldRunDry(namespace))) return false;
    if (this.#announced.size >= UNDECIDED_MAX) this.#announced.clear();
    this.#announced.add(key);
    return true;
  }

  /** A process that had gone before its namespace could be read stays undecided: that is no evidence. */
  #decide({ kind, process, firstMs, atMs, count }: UndecidedFailure): void {
    const namespace = process.namespaceId === null ? undefined : this.#namespaces.get(process.namespaceId);
    if (!namespace) return;
    const seen = { ...called(process), atMs, firstMs, count, destination: null };
    if (kind === "connect-again") {
      if (isUdpFull(namespace)) this.#memory.add({ ...seen, errno: EAGAIN, operation: "connect", protocol: "udp", source: null });
      return;
    }
    const pool = fullBindPool(namespace);
    if (pool) this.#memory.add({ ...seen, ...pool, errno: EADDRINUSE, operation: "bind" });
  }
}

const called = ({ name, pid, unit, namespaceId }: CallingProcess) => ({
  process: name,
  ...(pid === null ? {} : { pid }),
  ...(unit === null ? {} : { unit }),
  ...(namespaceId === null ? {} : { namespaceId }),
});
