/**
 * Kernel settings that bear on ephemeral ports, as read on the host. A value that could not be read is null, and a gap
 * says why. Names follow the sysctl they come from.
 */
export interface NetworkSettings {
  /** net.ipv4.tcp_tw_reuse: 0 off, 1 everywhere, 2 loopback only. */
  tcpTwReuse: 0 | 1 | 2 | null;
  /** net.ipv4.tcp_tw_reuse_delay; 2,000 ms where the kernel has no such setting and counts in whole seconds. */
  tcpTwReuseDelayMs: number | null;
  /** net.ipv4.tcp_tw_recycle, gone since Linux 4.12: missing where the kernel has none, or it was not read. */
  tcpTwRecycle?: 0 | 1 | undefined;
  /** net.ipv4.tcp_timestamps: 0 off, 1 on with a random offset, 2 on. */
  tcpTimestamps: 0 | 1 | 2 | null;
  /** net.ipv4.tcp_fin_timeout: how long an orphaned FIN_WAIT_2 lives. It does not touch TIME_WAIT. */
  tcpFinTimeoutSeconds: number | null;
  /** net.ipv4.tcp_max_tw_buckets. */
  tcpMaxTwBuckets: number | null;
  /** net.ipv4.ip_autobind_reuse. */
  ipAutobindReuse: boolean | null;
  /** net.ipv4.ip_unprivileged_port_start. */
  ipUnprivilegedPortStart: number | null;
  /** net.ipv4.tcp_fastopen bit mask. */
  tcpFastopen: number | null;
  /** net.core.somaxconn. */
  somaxconn: number | null;
}
