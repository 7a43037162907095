/** What runs out beside ports: sockets without an owner, and memory for TCP. Null where it could not be read. */
export interface TcpPressure {
  orphans: number | null;
  /** net.ipv4.tcp_max_orphans. */
  maxOrphans: number | null;
  /** Pages in use, and the three limits of net.ipv4.tcp_mem. */
  memoryPages: number | null;
  memoryLimits: { low: number; pressure: number; max: number } | null;
}

/**
 * Counters of an EC2 interface (`ethtool -S`): deltas between the last two readings, a minute apart or more, null after the
 * first; but `available`, which is a gauge. Null as well where the driver does not count it.
 */
export interface NetworkAllowance {
  interface: string;
  conntrackExceeded: number | null;
  conntrackAvailable: number | null;
  packetsExceeded: number | null;
  bandwidthExceeded: number | null;
  linkLocalExceeded: number | null;
}
