import type { ConfigurationChange } from "@berth/shared/domain/host/configuration.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import type { Random } from "@berth/shared/testing/seeded-random.ts";
import { BUCKET_MS, DAY_MS, HOUR_MS } from "./durations.ts";

/** What a host is set to, of what differs in the fleet. */
export interface HostConfiguration {
  range: PortInterval;
  reserved: PortInterval[];
  capacity: number;
  tcpTwReuse: 0 | 1 | 2;
  tcpFinTimeoutSeconds: number;
  /** The setting by which it stands out: sysctl and value; null where it does not. */
  unusual: { what: string; usual: string; value: string } | null;
  /** How the product's own checks judge these settings on a quiet host: 1 pass, 3 warn. */
  severity: 1 | 3;
}

const USUAL = { range: { low: 32_768, high: 60_999 }, reserved: [], tcpTwReuse: 2, tcpFinTimeoutSeconds: 60 } as const;
const RANGE = "net.ipv4.ip_local_port_range";

export const STANDARD: HostConfiguration = configuration({});
/** Kubernetes' node ports are kept out of the wide range (kube-apiserver --service-node-port-range). */
const WIDE = configuration({
  range: { low: 15_000, high: 60_999 },
  reserved: [{ low: 30_000, high: 32_767 }],
  unusual: { what: RANGE, usual: "32768\t60999", value: "15000\t60999" },
});
/** The range that IANA names (RFC 6335), smaller than the kernel's own. */
const NARROW = configuration({
  range: { low: 49_152, high: 65_535 },
  unusual: { what: RANGE, usual: "32768\t60999", value: "49152\t65535" },
  severity: 3,
});
const REUSE = configuration({
  tcpTwReuse: 1,
  unusual: { what: "net.ipv4.tcp_tw_reuse", usual: "2", value: "1" },
});
const SHORT_FIN = configuration({
  tcpFinTimeoutSeconds: 15,
  unusual: { what: "net.ipv4.tcp_fin_timeout", usual: "60", value: "15" },
});

/** What a host is set to, and since when, in ms from the model's first midnight; null: always. */
export interface ConfigurationHistory {
  configuration: HostConfiguration;
  changedMs: number | null;
}

const CHANCES: readonly (readonly [number, HostConfiguration])[] = [
  [0.03, WIDE],
  [0.01, NARROW],
  [0.02, REUSE],
  [0.01, SHORT_FIN],
];

/** On this day of the model a part of the differing hosts came to differ. */
export const DRIFT_DAY = 17;
const DRIFTED_SHARE = 0.35;

export function drawConfiguration(random: Random): ConfigurationHistory {
  let left = random.between(0, 1);
  const isLate = random.chance(DRIFTED_SHARE);
  const changedMs = isLate ? DRIFT_DAY * DAY_MS + 9 * HOUR_MS + Math.floor(random.between(0, 24)) * BUCKET_MS : null;
  for (const [chance, unusual] of CHANCES) {
    if (left < chance) return { configuration: unusual, changedMs };
    left -= chance;
  }
  return { configuration: STANDARD, changedMs: null };
}

/** `sinceMs` counts from the model's first midnight. */
export const configurationAt = ({ configuration, changedMs }: ConfigurationHistory, sinceMs: number): HostConfiguration =>
  changedMs !== null && sinceMs < changedMs ? STANDARD : configuration;

/** The change as an agent reports it for seven days; `firstMs` is the model's first midnight. */
export function recentChanges(history: ConfigurationHistory, firstMs: number, atMs: number): ConfigurationChange[] {
  const { configuration, changedMs } = history;
  if (changedMs === null || configuration.unusual === null) return [];
  const changeMs = firstMs + changedMs;
  if (atMs < changeMs || atMs > changeMs + 7 * DAY_MS) return [];
  const { what, usual, value } = configuration.unusual;
  return [{ atMs: changeMs, what, before: usual, after: value }];
}

function configuration(said: Partial<Omit<HostConfiguration, "capacity">>): HostConfiguration {
  const { range, reserved } = { ...USUAL, ...said };
  return {
    ...USUAL,
    unusual: null,
    severity: 1,
    ...said,
    range,
    reserved: [...reserved],
    capacity: capacityOf(range, reserved),
  };
}
