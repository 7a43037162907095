import type { TcpCounters } from "@berth/shared/domain/host/snapshot.ts";
import { MalformedReading } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";

/** Each counter by the kernel's own name (net/ipv4/proc.c). Columns differ by kernel, so names are looked up in the header. */
const SOURCES = {
  activeOpens: ["snmp", "Tcp", "ActiveOpens"],
  passiveOpens: ["snmp", "Tcp", "PassiveOpens"],
  attemptFails: ["snmp", "Tcp", "AttemptFails"],
  outResets: ["snmp", "Tcp", "OutRsts"],
  timeWaitRecycled: ["netstat", "TcpExt", "TWRecycled"],
  timeWaitOverflow: ["netstat", "TcpExt", "TCPTimeWaitOverflow"],
  listenDrops: ["netstat", "TcpExt", "ListenDrops"],
} as const satisfies Record<keyof TcpCounters, readonly [string, string, string]>;

const KEYS = Object.keys(SOURCES) as (keyof TcpCounters)[];

/** Totals since the namespace was made, of the namespace that this thread is in. */
export function readTcpCounters(files: HostFiles): TcpCounters {
  const tables = {
    snmp: parseCounterTable(files.readText("/proc/thread-self/net/snmp")),
    netstat: parseCounterTable(files.readText("/proc/thread-self/net/netstat")),
  };
  return fromKeys((key) => {
    const [file, section, name] = SOURCES[key];
    const value = tables[file].get(`${section}.${name}`);
    if (value === undefined) throw new MalformedReading(`/proc/net/${file} has no ${section} ${name}`);
    return value;
  });
}

/** Lines come in pairs, a header and its values: `Tcp: RtoAlgorithm RtoMin …` and `Tcp: 1 200 …`. */
export function parseCounterTable(text: string): Map<string, number> {
  const values = new Map<string, number>();
  const lines = text.split("\n").filter((line) => line !== "");
  if (lines.length % 2 !== 0) throw new MalformedReading("a header has no values");
  for (let i = 0; i < lines.length; i += 2) {
    const names = lines[i]!.trimEnd().split(" ");
    const numbers = lines[i + 1]!.trimEnd().split(" ");
    if (names[0] !== numbers[0] || names.length !== numbers.length) throw new MalformedReading(`${names[0]} and its values do not match`);
    for (let column = 1; column < names.length; column++) {
      if (!/^-?\d+$/.test(numbers[column]!)) throw new MalformedReading(`${names[0]} ${names[column]} is no number`);
      values.set(`${names[0]!.slice(0, -1)}.${names[column]}`, Number(numbers[column]));
    }
  }
  return values;
}

/** What was counted between two totals. A counter never goes back; if one did, the two are not of one namespace. */
export function counterDeltas(before: TcpCounters, after: TcpCounters): TcpCounters {
  return fromKeys((key) => {
    const delta = after[key] - before[key];
    if (delta < 0) throw new MalformedReading(`${key} went back by ${-delta}`);
    return delta;
  });
}

const fromKeys = (valueFor: (key: keyof TcpCounters) => number) =>
  Object.fromEntries(KEYS.map((key) => [key, valueFor(key)])) as unknown as TcpCounters;
