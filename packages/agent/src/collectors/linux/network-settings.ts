import type { Gap, GapReason } from "@berth/shared/domain/host/gap.ts";
import type { NetworkSettings } from "@berth/shared/domain/host/settings.ts";
import { gap, MalformedReading, reasonOf } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";

const FOLDER = "/proc/sys/net/";

/** One setting: where it stands, and what a kernel without the file does (undefined: such a kernel is not known). */
interface Setting {
  key: keyof NetworkSettings;
  file: string;
  valuesMax: number;
  withoutFile?: NonNullable<NetworkSettings[keyof NetworkSettings]>;
}

const ANY = 0x7fffffff;
/** Before 6.14 the age is counted in whole seconds and must be more than one: it is so at two at the latest. */
const REUSE_DELAY_OF_SECONDS_MS = 2000;

/** Documentation/networking/ip-sysctl.rst. Files that came late have the constant that the kernel used before. */
const SETTINGS: readonly Setting[] = [
  { key: "tcpTwReuse", file: "ipv4/tcp_tw_reuse", valuesMax: 2 },
  { key: "tcpTwReuseDelayMs", file: "ipv4/tcp_tw_reuse_delay", valuesMax: ANY, withoutFile: REUSE_DELAY_OF_SECONDS_MS },
  { key: "tcpTimestamps", file: "ipv4/tcp_timestamps", valuesMax: 2 },
  { key: "tcpFinTimeoutSeconds", file: "ipv4/tcp_fin_timeout", valuesMax: ANY },
  { key: "tcpMaxTwBuckets", file: "ipv4/tcp_max_tw_buckets", valuesMax: ANY },
  { key: "ipAutobindReuse", file: "ipv4/ip_autobind_reuse", valuesMax: 1, withoutFile: false },
  { key: "ipUnprivilegedPortStart", file: "ipv4/ip_unprivileged_port_start", valuesMax: 65_536, withoutFile: 1024 },
  { key: "tcpFastopen", file: "ipv4/tcp_fastopen", valuesMax: ANY },
  { key: "somaxconn", file: "core/somaxconn", valuesMax: ANY },
];

export const UNKNOWN_SETTINGS: Readonly<NetworkSettings> = {
  tcpTwReuse: null,
  tcpTwReuseDelayMs: null,
  tcpTimestamps: null,
  tcpFinTimeoutSeconds: null,
  tcpMaxTwBuckets: null,
  ipAutobindReuse: null,
  ipUnprivilegedPortStart: null,
  tcpFastopen: null,
  somaxconn: null,
};

/** The settings of the network namespace that this thread is in; each one that cannot be read is null, one gap a reason names them. */
export function readNetworkSettings(files: HostFiles, namespaceId: string): { settings: NetworkSettings; gaps: Gap[] } {
  const values: Record<string, number | boolean | null> = { ...UNKNOWN_SETTINGS };
  const unread = new Map<GapReason, string[]>();
  for (const { key, file, valuesMax, withoutFile } of SETTINGS) {
    try {
      const value = parseSetting(files.readText(FOLDER + file), valuesMax);
      values[key] = key === "ipAutobindReuse" ? value === 1 : value;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === "absent" && withoutFile !== undefined) values[key] = withoutFile;
      else unread.set(reason, [...(unread.get(reason) ?? []), file]);
    }
  }
  const gaps = [...unread].map(([reason, names]) => gap("settings", reason, namespaceId, `not readable in ${FOLDER}: ${names.join(", ")}`));
  return { settings: { ...asSettings(values), ...readRecycle(files) }, gaps };
}

/** A setting that only old kernels have: its absence is no gap. */
function readRecycle(files: HostFiles): Pick<NetworkSettings, "tcpTwRecycle"> {
  try {
    return { tcpTwRecycle: parseSetting(files.readText(`${FOLDER}ipv4/tcp_tw_recycle`), 1) === 1 ? 1 : 0 };
  } catch {
    return {};
  }
}

/** A sysctl's one number, 0 to `max`. */
export function parseSetting(text: string, max: number): number {
  const match = /^\s*(\d{1,10})\s*$/.exec(text);
  const value = match ? Number(match[1]) : Number.NaN;
  if (!(value <= max)) throw new MalformedReading(`unreadable setting: ${text.slice(0, 40)}`);
  return value;
}

/** Safe because SETTINGS bounds each key by what its type allows. */
const asSettings = (values: Record<string, number | boolean | null>) => values as unknown as NetworkSettings;
