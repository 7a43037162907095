import { printableText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceKind } from "@berth/shared/domain/host/snapshot.ts";
import { gap, gapFromError, reasonOf } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { nameCgroup } from "./name-cgroup.ts";
import { namespaceIdOf, type ProcessNamespaces, procNetInode } from "./process-namespaces.ts";

export const OWN_NAMESPACE = "/proc/thread-self/ns/net";
const NAMED_FOLDER = "/run/netns";
/** The wire's limit. */
const NAME_LENGTH_MAX = 256;

/** A network namespace and where it can be had. */
export interface FoundNamespace {
  /** The namespace's inode, in decimal. */
  id: string;
  kind: NamespaceKind;
  name: string | null;
  /** What to open to enter it. */
  path: string;
  /** The /proc/<pid>/net of a process that lives in it; null where none was found. */
  folder: string | null;
}

interface Trace {
  /** A process that lives there. */
  pid: string | null;
  /** A name kept for it. */
  file: string | null;
}

/** The namespace that this thread is in. */
export function findOwnNamespace(files: HostFiles): FoundNamespace {
  const traces = new Map<string, Trace>([[ownId(files), { pid: "thread-self", file: null }]]);
  traceNames(files, traces);
  return describeAll(files, traces)[0]!;
}

/** Every network namespace that a process lives in or a name is kept for, once each; the agent's own first. */
export function findNamespaces(files: HostFiles, processes: ProcessNamespaces): { found: FoundNamespace[]; gaps: Gap[] } {
  const traces = new Map<string, Trace>([[ownId(files), { pid: "thread-self", file: null }]]);
  const { barred, gaps } = traceProcesses(files, traces, processes);
  gaps.push(...traceNames(files, traces));
  const idOf = idsByProcNet(files, barred.size === 0 ? new Map() : traces);
  const outOfReach = [...barred].filter((inode) => !idOf.has(inode)).length;
  if (outOfReach > 0) {
    const hint = `network namespaces of other users that were not read: ${outOfReach}. Run the agent as root`;
    gaps.push(gap("namespaces", "denied", null, hint));
  }
  return { found: describeAll(files, traces), gaps };
}

/** "0" where a /proc without such links hides it: the namespace's tables can still be read. */
const ownId = (files: HostFiles): string => readId(files, OWN_NAMESPACE) ?? "0";

/** The host's namespace is the one that init lives in. */
function describeAll(files: HostFiles, traces: Map<string, Trace>): FoundNamespace[] {
  const host = readId(files, "/proc/1/ns/net") ?? idsByProcNet(files, traces).get(procNetInode(files, "1") ?? -1);
  return [...traces].map(([id, trace]) => describe(files, id, trace, id === host));
}

/** Fills `traces` by the links of every process; `barred` are the /proc/net inodes of processes whose link may not be read. */
function traceProcesses(files: HostFiles, traces: Map<string, Trace>, processes: ProcessNamespaces): { barred: Set<number>; gaps: Gap[] } {
  const barred = new Set<number>();
  try {
    for (const [pid, { id, barredInode }] of processes.scan(files)) {
      if (barredInode !== null) barred.add(barredInode);
      if (id === null) continue;
      const trace = traces.get(id);
      if (trace === undefined) traces.set(id, { pid, file: null });
      else trace.pid ??= pid;
    }
    return { barred, gaps: [] };
  } catch (error) {
    return { barred, gaps: [gapFromError("namespaces", null, error)] };
  }
}

function idsByProcNet(files: HostFiles, traces: Map<string, Trace>): Map<number, string> {
  const ids = new Map<number, string>();
  for (const [id, { pid }] of traces) {
    const inode = pid === null ? null : procNetInode(files, pid);
    if (inode !== null) ids.set(inode, id);
  }
  return ids;
}

/** /run/netns (ip-netns(8), CNI): each file is a bind mount of a namespace; one that is no longer mounted is a plain file. */
function traceNames(files: HostFiles, traces: Map<string, Trace>): Gap[] {
  let names: string[];
  let device: number;
  try {
    device = files.identify(OWN_NAMESPACE).device;
    names = files.list(NAMED_FOLDER);
  } catch (error) {
    return reasonOf(error) === "absent" ? [] : [gapFromError("namespaces", null, error)];
  }
  const gaps: Gap[] = [];
  for (const name of names) {
    const file = `${NAMED_FOLDER}/${name}`;
    try {
      const identity = files.identify(file);
      if (identity.device !== device) continue;
      const id = String(identity.inode);
      const trace = traces.get(id);
      if (trace === undefined) traces.set(id, { pid: null, file });
      else trace.file ??= file;
    } catch (error) {
      if (reasonOf(error) !== "absent") gaps.push(gapFromError("namespaces", null, error));
    }
  }
  return gaps;
}

function describe(files: HostFiles, id: string, { pid, file }: Trace, isHost: boolean): FoundNamespace {
  const path = file ?? `/proc/${pid}/ns/net`;
  const folder = pid === null ? null : `/proc/${pid}/net`;
  if (isHost) return { id, kind: "host", name: null, path, folder };
  const fileName = file === null ? null : file.slice(NAMED_FOLDER.length + 1);
  const cgroup = pid === null ? null : cgroupOf(files, pid);
  if (cgroup !== null && cgroup.kind !== "named") return { id, kind: cgroup.kind, name: nameOf(cgroup.name), path, folder };
  return { id, kind: "named", name: nameOf(fileName ?? cgroup?.name ?? null), path, folder };
}

/** Whoever runs a container or keeps a namespace may name it. */
const nameOf = (name: string | null): string | null => (name === null ? null : printableText(name, NAME_LENGTH_MAX) || null);

function cgroupOf(files: HostFiles, pid: string) {
  try {
    return nameCgroup(files.readText(`/proc/${pid}/cgroup`));
  } catch {
    return { kind: "named", name: null } as const;
  }
}

function readId(files: HostFiles, path: string): string | null {
  try {
    return namespaceIdOf(files.readLink(path));
  } catch {
    return null;
  }
}
