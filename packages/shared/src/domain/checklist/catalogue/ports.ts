/** The first eight: what one snapshot of sockets, range and settings tells. */
export const PORTS_CHECKS = [
  "eph-dest",
  "eph-host",
  "tw-dest",
  "closewait",
  "listen-in-range",
  "range-sane",
  "ct-use",
  "tw-reuse",
] as const;

/** Findings (they warn or fail) stand before notes (they inform) in each group. */
export const PORTS_RULES = [
  // eph-dest
  "dest-use",
  "dest-left-out",
  "dest-use-not-shared",
  "dest-closest",
  "dest-past-half",
  "dest-interval",
  "dest-none",
  "dest-not-shared",
  // eph-host
  "pool-use",
  "pool-use-spread",
  "udp-use",
  "host-use",
  "host-use-spread",
  "host-ports",
  // tw-dest
  "time-wait-share",
  "time-wait-closest",
  "time-wait-reusable",
  "time-wait-server-side",
  "time-wait-left-out",
  "time-wait-stopped",
  // closewait
  "close-wait-growing",
  "close-wait-pool-share",
  "close-wait-process-share",
  "close-wait-lasting",
  "close-wait-now",
  "close-wait-by-process",
  // listen-in-range
  "listener-known-service",
  "listener-in-range",
  "listener-young",
  "listener-udp",
  "listener-by-design",
  // range-sane
  "range-small",
  "range-below-default",
  "range-parity",
  "range-listeners",
  "range-privileged",
  "range-node-ports",
  "range-differs",
  "range-is",
  "range-reserved",
  // ct-use
  "conntrack-use",
  "conntrack-is",
  "conntrack-unlimited",
  // tw-reuse
  "tw-reuse-without-timestamps",
  "tw-reuse-is",
  "tw-reuse-would-help",
] as const;
