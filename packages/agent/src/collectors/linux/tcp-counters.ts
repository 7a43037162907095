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
  synRetransmits: ["netstat", "TcpExt", "TCPSynRetrans"],
  abortsOnMemory: ["netstat", "TcpExt", "TCPAbortOnMemory"],
} as const satisfies Record<keyof TcpCounters, readonly [string, string, string]>;

/** Older kernels count these not at all. */
const MAY_BE_MISSING: ReadonlySet<keyof TcpCounters> = new Set(["synRetransmits", "abortsOnMemory"]);

const KEYS = Object.keys(SOURCES) as (keyof TcpCounters)[];

/** Totals since the namespace was made, of the namespace that this thread is in. */
export function readTcpCounters(files: HostFiles): TcpCounters {
  const sections = {
    snmp: parseCounterSection(files.readText("/proc/thread-self/net/snmp"), "Tcp"),
    netstat: parseCounterSection(files.readText("/proc/thread-self/net/netstat"), "TcpExt"),
  };
  return fromKeys((key) => {
    const [file, section, name] = SOURCES[key];
    const value = sections[file].get(name);
    if (value === undefined && MAY_BE_MISSING.has(key)) return undefined;
    if (value === undefined) throw new MalformedReading(`/proc/net/${file} has no ${section} ${name}`);
    return value;
  });
}

/** One section is two lines, names and their values: `Tcp: RtoAlgorithm RtoMin …` and `Tcp: 1 200 …`. */
export function parseCounterSection(text: string, section: string): Map<string, number> {
  const [header, line, ...more] = text.split("\n").filter((candidate) => candidate.startsWith(`${section}: `));
  if (header === undefined || line === undefined || more.length > 0) throw new MalformedReading(`${section} is not a pair of lines`);
  const names = header.trimEnd().split(" ");
  const numbers = line.trimEnd().split(" ");
  if (names.length !== numbers.length) throw new MalformedReading(`${section} and its values do not match`);
  const values = new Map<string, number>();
  for (let column = 1; column < names.length; column++) {
    const value = Number(numbers[column]);
    if (numbers[column] === "" || !Number.isInteger(value)) throw new MalformedReading(`${section} ${names[column]} is no number`);
    values.set(names[column]!, value);
  }
  return values;
}

/** What was counted between two totals. A counter never goes back; if one did, the two are not of one namespace. */
export function counterDeltas(before: TcpCounters, after: TcpCounters): TcpCounters {
  return fromKeys((key) => {
    const [earlier, later] = [before[key], after[key]];
    if (earlier === undefined || later === undefined) return undefined;
    const delta = later - earlier;
    if (delta < 0) throw new MalformedReading(`${key} went back by ${-delta}`);
    return delta;
  });
}

const fromKeys = (valueFor: (key: keyof TcpCounters) => number | undefined) =>
  Object.fromEntries(KEYS.map((key) => [key, valueFor(key)]).filter(([, value]) => value !== undefined)) as unknown as TcpCounters;
