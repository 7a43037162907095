import type { Conntrack } from "@berth/shared/domain/host/snapshot.ts";
import { errorCode, MalformedReading } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { parseSetting } from "./network-settings.ts";

const FOLDER = "/proc/sys/net/netfilter/nf_conntrack_";
const ENTRIES_MAX = 0xffffffff;

/** Drops since the namespace was made, of all CPUs together. */
export type ConntrackDrops = NonNullable<Conntrack["drops"]>;

/** Connection tracking of the network namespace that this thread is in. Throws ENOENT where the kernel does no tracking. */
export function readConntrack(files: HostFiles): Conntrack {
  const read = (name: string) => parseSetting(files.readText(FOLDER + name), ENTRIES_MAX);
  const established = readOptional(() => read("tcp_timeout_established"));
  const timeWait = readOptional(() => read("tcp_timeout_time_wait"));
  return {
    count: read("count"),
    max: read("max"),
    buckets: readOptional(() => read("buckets")),
    ...(established === null || timeWait === null ? {} : { timeouts: { established, timeWait } }),
  };
}

/** Hexadecimal, one row a CPU; columns differ by kernel, so names are looked up in the header (nf_conntrack_standalone.c, ct_cpu_seq_show). */
export function readConntrackDrops(files: HostFiles): ConntrackDrops {
  const [header = "", ...rows] = files.readText("/proc/net/stat/nf_conntrack").trim().split("\n");
  const names = header.trim().split(/\s+/);
  const sum = (name: string): number => {
    const column = names.indexOf(name);
    if (column === -1) throw new MalformedReading(`nf_conntrack statistics have no ${name}`);
    return rows.reduce((total, row) => total + parseHex(row.trim().split(/\s+/)[column] ?? ""), 0);
  };
  return { dropped: sum("drop"), earlyDropped: sum("early_drop"), insertFailed: sum("insert_failed") };
}

function parseHex(text: string): number {
  if (!/^[0-9a-f]{1,8}$/i.test(text)) throw new MalformedReading(`nf_conntrack statistics: ${text.slice(0, 20)} is no hexadecimal number`);
  return Number.parseInt(text, 16);
}

/** What was dropped between two totals; undefined where there is no earlier one, or a CPU's counter wrapped or left. */
export function conntrackDropsSince(before: ConntrackDrops | null, after: ConntrackDrops | null): ConntrackDrops | undefined {
  if (before === null || after === null) return undefined;
  const deltas = {
    dropped: after.dropped - before.dropped,
    earlyDropped: after.earlyDropped - before.earlyDropped,
    insertFailed: after.insertFailed - before.insertFailed,
  };
  return Object.values(deltas).some((delta) => delta < 0) ? undefined : deltas;
}

/** The table's size is the host's affair: in other namespaces the file may be missing or barred. */
function readOptional(read: () => number): number | null {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}
