/** What a line in a log says, whatever its language: errno and symbol are matched before words. */
export const LOG_SIGNATURES = [
  "connect-address-unavailable",
  "connect-address-in-use",
  "bind-address-in-use",
  "udp-again",
  "port-refused",
  "no-buffer-space",
  "windows-4227",
  "windows-4231",
  "windows-4266",
  "haproxy-no-free-ports",
  "macos-udp-ports",
  "conntrack-full",
  "snat-port-refused",
  "time-wait-overflow",
  "file-descriptors",
  "orphans",
  "tcp-memory",
  "netlogon-5809",
  "rpc-5820",
] as const;
export type LogSignature = (typeof LOG_SIGNATURES)[number];

/** Lines of one log that say the same. */
export interface LogEvidence {
  signature: LogSignature;
  firstMs: number | null;
  lastMs: number | null;
  count: number;
  /** The last such line with secrets, addresses of people and quoted text removed; at most 200 characters. */
  quote: string;
  /** `journal`, a file's name, an event log. */
  source: string;
  process: string | null;
  /** Fixed port that a refused bind() named; null where none is named. */
  port: number | null;
  /** Destination that the line names. */
  destination: string | null;
}
