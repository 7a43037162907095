/** Settings that bear on ephemeral ports, and whose files and changes are looked at; the first fourteen are watched for drift. */
export const WATCHED_SYSCTLS = [
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_tw_reuse",
  "net.ipv4.tcp_tw_reuse_delay",
  "net.ipv4.tcp_timestamps",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_max_tw_buckets",
  "net.ipv4.tcp_max_orphans",
  "net.ipv4.ip_autobind_reuse",
  "net.ipv4.ip_nonlocal_bind",
  "net.netfilter.nf_conntrack_max",
  "net.netfilter.nf_conntrack_tcp_timeout_time_wait",
  "net.netfilter.nf_conntrack_tcp_timeout_established",
  "net.core.somaxconn",
  "net.ipv4.tcp_tw_recycle",
  "net.ipv4.tcp_mem",
  "net.ipv4.tcp_fastopen",
  "net.ipv4.tcp_rfc1337",
  "net.ipv4.ip_unprivileged_port_start",
] as const;

const WATCHED: ReadonlySet<string> = new Set(WATCHED_SYSCTLS);

export const isWatchedSysctl = (key: string): boolean => WATCHED.has(key);
