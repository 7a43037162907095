import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";

/** USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Fields of /proc/<pid>/stat from the parent's id on (proc(5)): the name before may hold anything. */
function statOf(pid: number): number[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text
      .slice(text.lastIndexOf(")") + 4)
      .split(" ")
      .map(Number);
  } catch {
    return null;
  }
}

const parentOf = (pid: number): number => statOf(pid)?.[0] ?? Number.NaN;

/** Processors' seconds that a PostgreSQL has used: the postmaster, its children, and those that have ended. */
export const clusterCpu = (backendPid: number): (() => number) => familyCpu(parentOf(backendPid));

/** Processors' seconds of a process, its children, and those of them that have ended. */
export function familyCpu(parent: number): () => number {
  // Of the fields from ppid on: utime, stime, cutime and cstime are the 11th to the 14th.
  const secondsOf = (pid: number, last: number) =>
    (statOf(pid)?.slice(10, last) ?? []).reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND;
  return () => {
    const pids = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    const children = pids.filter((pid) => parentOf(pid) === parent);
    return children.reduce((sum, pid) => sum + secondsOf(pid, 12), secondsOf(parent, 14));
  };
}

/** Of this process, all threads, in seconds. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}
