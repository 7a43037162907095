import { isKernelAtLeast } from "../checklist/kernel-version.ts";
import { kernelSettingsOf } from "../host/kernel-settings.ts";
import type { OperatingSystem } from "../host/operating-system.ts";
import type { NamespaceSnapshot, Snapshot } from "../host/snapshot.ts";

/** Advice that is copied from page to page and does nothing for ports, or harm. Each id has its reason in the text tables. */
export const FOLKLORE_IDS = [
  "tcp-tw-recycle",
  "fin-timeout",
  "max-tw-buckets-lowered",
  "timestamps-off",
  "autobind-reuse",
  "range-from-1024",
  "msl-lowered",
  "timed-wait-delay-low",
  "max-user-port",
  "dynamic-port-shrunk",
  "linger-zero",
  "open-to-world",
] as const;
export type FolkloreId = (typeof FOLKLORE_IDS)[number];

/** `none`: the system ignores it, or it acts on something else; `harmful`: it breaks connections or takes ports away. */
export type FolkloreEffect = "none" | "harmful";

export interface FolkloreFinding {
  id: FolkloreId;
  effect: FolkloreEffect;
  /** As it was written: `net.ipv4.tcp_tw_recycle`, `Tcpip\Parameters\MaxUserPort`, `netsh dynamicport tcp`. */
  key: string;
  value: string;
  /** Where it stands; null where it was found at run time or asked about. Lines begin at 1. */
  file: string | null;
  line: number | null;
}

/** What of a host decides whether a setting is folklore there. */
export interface FolkloreHost {
  os: OperatingSystem;
  /** Release of the kernel; on Windows its version, such as 10.0.20348. */
  kernel: string;
}

interface FolkloreRule {
  id: FolkloreId;
  platforms: readonly OperatingSystem[];
  key: RegExp;
  /** What the value does; null where it is sound. */
  effectOf(value: string, host: FolkloreHost): FolkloreEffect | null;
}

/** Default hold of a closed connection by `net.inet.tcp.msl`, in ms (bsd/netinet/tcp_timer.h; FreeBSD tcp(4)). */
const DEFAULT_MSL_MS: Partial<Record<OperatingSystem, number>> = { darwin: 15_000, freebsd: 30_000 };
/** TIME_WAIT entries of one destination over the kernel's default range do not fit below this. */
const MAX_TW_BUCKETS_LEAST = 28_232;
/** tcp_fin_timeout where nobody changed it, in seconds. */
const DEFAULT_FIN_TIMEOUT_SECONDS = 60;
/** A range that begins here takes in the ports of nearly every service. */
const LOW_RANGE = 2_048;
/** Ports of the dynamic range of Windows since Vista. */
const WINDOWS_PORTS = 16_384;
/** Microsoft names 30 to 300 s as the values of TcpTimedWaitDelay. */
const TIMED_WAIT_SECONDS_LEAST = 30;

const below = (limit: number) => (value: string) => (isCount(value) && Number(value) < limit ? "harmful" : null);
const isCount = (value: string): boolean => /^\d{1,10}$/.test(value.trim());

/** Keys are matched without regard to case; a sysctl may be written with slashes. */
const RULES: readonly FolkloreRule[] = [
  {
    id: "tcp-tw-recycle",
    platforms: ["linux"],
    key: /^net\.ipv4\.tcp_tw_recycle$/,
    effectOf: (value, { kernel }) => (isKernelAtLeast(kernel, 4, 12) ? "none" : value.trim() === "0" ? null : "harmful"),
  },
  {
    id: "fin-timeout",
    platforms: ["linux"],
    key: /^net\.ipv4\.tcp_fin_timeout$/,
    effectOf: (value) => (isCount(value) && Number(value) < DEFAULT_FIN_TIMEOUT_SECONDS ? "none" : null),
  },
  { id: "max-tw-buckets-lowered", platforms: ["linux"], key: /^net\.ipv4\.tcp_max_tw_buckets$/, effectOf: below(MAX_TW_BUCKETS_LEAST) },
  { id: "timestamps-off", platforms: ["linux"], key: /^net\.ipv4\.tcp_timestamps$/, effectOf: below(1) },
  {
    id: "autobind-reuse",
    platforms: ["linux"],
    key: /^net\.ipv4\.ip_autobind_reuse$/,
    effectOf: (value) => (value.trim() === "1" ? "harmful" : null),
  },
  {
    id: "range-from-1024",
    platforms: ["linux", "darwin", "freebsd"],
    key: /^net\.(?:ipv4\.ip_local_port_range|inet\.ip\.portrange\.first)$/,
    effectOf: (value) => below(LOW_RANGE)(value.trim().split(/\s+/)[0] ?? ""),
  },
  {
    id: "msl-lowered",
    platforms: ["darwin", "freebsd"],
    key: /^net\.inet\.tcp\.msl$/,
    effectOf: (value, { os }) => below(DEFAULT_MSL_MS[os] ?? 0)(value),
  },
  {
    id: "timed-wait-delay-low",
    platforms: ["windows"],
    key: /(?:^|[\\/])tcptimedwaitdelay$/,
    effectOf: below(TIMED_WAIT_SECONDS_LEAST),
  },
  {
    id: "max-user-port",
    platforms: ["windows"],
    key: /(?:^|[\\/])maxuserport$/,
    effectOf: (_, { kernel }) => (isKernelAtLeast(kernel, 6, 0) ? "none" : null),
  },
  {
    id: "dynamic-port-shrunk",
    platforms: ["windows"],
    key: /^(?:netsh )?dynamicport(?: (?:tcp|udp))?$/,
    effectOf: (value) => {
      const ports = /\bnum(?:berofports)?=(\d+)/i.exec(value)?.[1];
      return ports === undefined ? null : below(WINDOWS_PORTS)(ports);
    },
  },
  {
    id: "linger-zero",
    platforms: ["linux", "windows", "darwin", "freebsd"],
    key: /^(?:option nolinger|so_linger)$/,
    effectOf: (value) => (value.trim() === "" || value.trim() === "0" ? "harmful" : null),
  },
];

/**
 * Whether one setting is folklore on a host; null where it is sound or not known here. Sources: ip-sysctl.rst of Linux;
 * tcp(4) of FreeBSD; Microsoft's articles on the dynamic range and on port exhaustion; HAProxy's manual on `nolinger`.
 */
export function recogniseFolklore(key: string, value: string, host: FolkloreHost): FolkloreFinding | null {
  const plainKey = settingKey(key);
  for (const rule of RULES) {
    if (!rule.platforms.includes(host.os) || !rule.key.test(plainKey)) continue;
    const effect = rule.effectOf(value, host);
    if (effect) return { id: rule.id, effect, key: key.trim(), value: value.trim(), file: null, line: null };
  }
  return null;
}

/** `net/ipv4/tcp_tw_reuse` and `NET.IPV4.tcp_tw_reuse` are one key; the registry's backslashes stay. */
export const settingKey = (key: string): string => {
  const plain = key.trim().toLowerCase();
  return plain.includes("\\") || plain.includes(".") ? plain : plain.replaceAll("/", ".");
};

/** All folklore that a host's files, registry, running settings and packet filter show; the same setting only once. */
export function findFolklore(snapshot: Snapshot): FolkloreFinding[] {
  const { host, configured = [], namespaces, windows } = snapshot;
  const found = configured.flatMap(({ key, value, file, line, isOverridden }): FolkloreFinding[] => {
    const finding = isOverridden ? null : recogniseFolklore(key, value, host);
    return finding ? [{ ...finding, file, line }] : [];
  });
  const running = [
    ...(host.os === "linux" ? namespaces.flatMap((namespace) => [...kernelSettingsOf("linux", namespace)]) : []),
    ...registryValues(windows),
  ];
  for (const [key, value] of running) {
    const finding = recogniseFolklore(key, value, host);
    if (finding && !found.some(({ id }) => id === finding.id)) found.push(finding);
  }
  return [...found, ...namespaces.flatMap(openToWorld).slice(0, 1)];
}

function registryValues(windows: Snapshot["windows"]): [string, string][] {
  if (!windows) return [];
  const { timedWaitSeconds, maxUserPort, dynamic } = windows;
  const values: [string, string][] = [];
  if (typeof timedWaitSeconds === "number") values.push(["Tcpip\\Parameters\\TcpTimedWaitDelay", String(timedWaitSeconds)]);
  if (maxUserPort !== null) values.push(["Tcpip\\Parameters\\MaxUserPort", String(maxUserPort)]);
  for (const [protocol, range] of [["tcp", dynamic.tcp4] as const, ["udp", dynamic.udp4] as const])
    if (range) values.push([`netsh dynamicport ${protocol}`, `start=${range.low} num=${range.high - range.low + 1}`]);
  return values;
}

/** A rule that lets anyone begin connections to the range: what was meant for replies, which a stateful filter passes anyway. */
const openToWorld = ({ firewall = [] }: NamespaceSnapshot): FolkloreFinding[] =>
  firewall.flatMap(({ openToWorld: rules }) =>
    rules.map(({ chain, text }) => ({
      id: "open-to-world" as const,
      effect: "harmful" as const,
      key: chain,
      value: text,
      file: null,
      line: null,
    })),
  );
