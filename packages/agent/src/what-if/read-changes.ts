import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import { PORT_MAX, type PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import type { Change, PortConfiguration } from "@berth/shared/domain/ports/simulate-change.ts";
import { type FolkloreFinding, type FolkloreHost, recogniseFolklore, settingKey } from "@berth/shared/domain/remedies/folklore.ts";
import type { ChangeFault } from "@berth/shared/text/cli-usage.ts";
import { UsageError } from "../commands/usage-error.ts";

/** The flags of what-if that propose something. */
export interface ProposedFlags {
  set: readonly string[];
  reserve: readonly string[];
  pool: string | undefined;
  sources: string | undefined;
  destinations: string | undefined;
  "no-port": boolean;
}

export interface ProposedChanges {
  changes: Change[];
  /** Asked for, and not worked out because it has no effect on ports or does harm. */
  refused: FolkloreFinding[];
  /** Worked out, but there is something to say. */
  cautions: FolkloreFinding[];
}

const RANGE_EXAMPLE = '--set net.ipv4.ip_local_port_range="15000 64999"';
const LIST_EXAMPLE = "--reserve 30000-32767,50051";
/** Where Linux's tcp_tw_reuse_delay ends. */
const DELAY_MS_MAX = 60_000;
const COUNT_MAX = 1_000;

/** Throws a UsageError that names the value and shows one that works. */
export function readChanges(flags: ProposedFlags, host: FolkloreHost, present: PortConfiguration | null): ProposedChanges {
  const read: ProposedChanges = { changes: [], refused: [], cautions: [] };
  for (const assignment of flags.set) readSetting(assignment, host, present, read);
  for (const list of flags.reserve) read.changes.push({ kind: "reserve", ports: readPorts("--reserve", list, LIST_EXAMPLE) });
  if (flags.pool !== undefined) read.changes.push({ kind: "pool", requestsPerConnection: readCount("--pool", flags.pool, 2, 1_000_000) });
  if (flags.sources !== undefined) read.changes.push({ kind: "sources", count: readCount("--sources", flags.sources, 1, COUNT_MAX) });
  if (flags.destinations !== undefined)
    read.changes.push({ kind: "destinations", count: readCount("--destinations", flags.destinations, 1, COUNT_MAX) });
  if (flags["no-port"]) read.changes.push({ kind: "no-port" });
  return read;
}

function readSetting(assignment: string, host: FolkloreHost, present: PortConfiguration | null, read: ProposedChanges): void {
  const at = assignment.indexOf("=");
  if (at < 1) throw fault("--set", assignment, "no-assignment", RANGE_EXAMPLE);
  const [key, value] = [settingKey(assignment.slice(0, at)), assignment.slice(at + 1).trim()];
  const folklore = recogniseFolklore(key, value, host);
  const reader = READERS.find((each) => each.key === key && each.os === host.os);
  const change = reader && !isRefused(folklore) ? reader.read(`--set ${key}`, value, present) : null;
  if (change) {
    read.changes.push(change);
    if (folklore) read.cautions.push(folklore);
  } else if (folklore) read.refused.push(folklore);
  else if (key === FIN_TIMEOUT && host.os === "linux")
    read.refused.push({ id: "fin-timeout", effect: "none", key, value, file: null, line: null });
  else throw fault("--set", assignment, "unknown-setting", exampleFor(host.os));
}

/** Times orphans in FIN_WAIT_2, whatever the value. */
const FIN_TIMEOUT = "net.ipv4.tcp_fin_timeout";

/** A smaller range and a lower one are worked out like any other, with a caution; what cannot help is not. */
const isRefused = (finding: FolkloreFinding | null): boolean =>
  finding !== null && finding.id !== "range-from-1024" && finding.id !== "timestamps-off" && finding.id !== "dynamic-port-shrunk";

interface SettingReader {
  os: OperatingSystem;
  key: string;
  read(flag: string, value: string, present: PortConfiguration | null): Change;
}

const mode =
  (kind: "tw-reuse" | "timestamps") =>
  (flag: string, value: string): Change => ({
    kind,
    mode: readCount(flag, value, 0, 2, `${flag}=1`) as 0 | 1 | 2,
  });

const READERS: readonly SettingReader[] = [
  {
    os: "linux",
    key: "net.ipv4.ip_local_port_range",
    read: (flag, value) => ({ kind: "set-range", range: readRange(flag, value, RANGE_EXAMPLE) }),
  },
  {
    os: "linux",
    key: "net.ipv4.ip_local_reserved_ports",
    read: (flag, value) => ({ kind: "set-reserved", ports: value === "" ? [] : readPorts(flag, value, `${flag}=30000-32767,50051`) }),
  },
  { os: "linux", key: "net.ipv4.tcp_tw_reuse", read: mode("tw-reuse") },
  { os: "linux", key: "net.ipv4.tcp_timestamps", read: mode("timestamps") },
  {
    os: "linux",
    key: "net.ipv4.tcp_tw_reuse_delay",
    read: (flag, value) => ({ kind: "reuse-delay", delayMs: readCount(flag, value, 1, DELAY_MS_MAX, `${flag}=1000`) }),
  },
  {
    os: "linux",
    key: "net.ipv4.tcp_max_tw_buckets",
    read: (flag, value) => ({ kind: "max-tw-buckets", buckets: readCount(flag, value, 0, 2 ** 31 - 1, `${flag}=262144`) }),
  },
  ...(["darwin", "freebsd"] as const).flatMap((os) =>
    (["first", "last"] as const).map(
      (end): SettingReader => ({
        os,
        key: `net.inet.ip.portrange.${end}`,
        read: (flag, value, present) => {
          const port = readCount(flag, value, 1, PORT_MAX, `${flag}=${end === "first" ? 15_000 : PORT_MAX}`);
          const { low, high } = present?.range ?? { low: 49_152, high: PORT_MAX };
          const range = end === "first" ? { low: port, high } : { low, high: port };
          if (range.low > range.high) throw fault(flag, value, "reversed", `${flag}=${end === "first" ? 15_000 : PORT_MAX}`);
          return { kind: "set-range", range };
        },
      }),
    ),
  ),
  {
    os: "windows",
    key: "dynamicport",
    read: (flag, value) => {
      const example = '--set dynamicport="start=15000 num=50536"';
      const match = /^start=(\d{1,5}) num=(\d{1,5})$/.exec(value);
      if (!match) throw fault(flag, value, "not-a-range", example);
      const low = Number(match[1]);
      return { kind: "set-range", range: readRange(flag, `${low} ${low + Number(match[2]) - 1}`, example) };
    },
  },
];

const exampleFor = (os: OperatingSystem): string =>
  os === "linux"
    ? RANGE_EXAMPLE
    : os === "windows"
      ? '--set dynamicport="start=15000 num=50536"'
      : "--set net.inet.ip.portrange.first=15000";

function readRange(flag: string, value: string, example: string): PortInterval {
  const match = /^(\d{1,6})(?:\s+|-)(\d{1,6})$/.exec(value);
  if (!match) throw fault(flag, value, "not-a-range", example);
  const [low, high] = [Number(match[1]), Number(match[2])];
  if (low > high) throw fault(flag, value, "reversed", example);
  if (low < 1 || high > PORT_MAX) throw fault(flag, value, "past-the-last-port", example);
  return { low, high };
}

function readPorts(flag: string, value: string, example: string): PortInterval[] {
  return value.split(",").map((item) => {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(item.trim());
    if (!match) throw fault(flag, value, "not-a-port-list", example);
    const [low, high] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (low > high) throw fault(flag, value, "reversed", example);
    if (low < 1 || high > PORT_MAX) throw fault(flag, value, "past-the-last-port", example);
    return { low, high };
  });
}

function readCount(flag: string, value: string, min: number, max: number, example = `${flag} ${flag === "--pool" ? 20 : 2}`): number {
  const count = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (!(count >= min && count <= max)) throw fault(flag, value, "out-of-bounds", example);
  return count;
}

const fault = (flag: string, value: string, fault: ChangeFault, example: string): UsageError =>
  new UsageError({ kind: "bad-change", flag, value: value === "" ? '""' : value, fault, example });
