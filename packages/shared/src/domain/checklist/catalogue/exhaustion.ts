/** How ports run out, who takes them and whether it has happened. */
export const EXHAUSTION_CHECKS = [
  "eph-eta",
  "exh-evidence",
  "pool-churn",
  "bind-first",
  "proc-top",
  "udp-eph",
  "fd-confound",
  "scale-out",
] as const;

/** Of exh-evidence: findings (they warn or fail) stand before notes (they inform). */
export const EVIDENCE_RULES = [
  "failed-connect",
  "failed-bind",
  "failed-udp-connect",
  "logged-no-port",
  "logged-haproxy",
  "logged-windows-tcp",
  "logged-windows-udp",
  "logged-macos-udp",
  "logged-windows-reused",
  "logged-in-use",
  "logged-udp-again",
  "logged-no-buffer",
  "logged-listener-refused",
  "logged-address-family",
  "evidence-logs-only",
] as const;

/** Of eph-eta: findings stand before notes. */
export const FORECAST_RULES = [
  "eta-gone",
  "eta-over-ceiling",
  "eta-soon",
  "eta-settles",
  "eta-later",
  "eta-closest",
  "eta-rate-unseen",
  "eta-half",
] as const;

export const EXHAUSTION_RULES = [
  ...EVIDENCE_RULES,
  ...FORECAST_RULES,
  // pool-churn
  "pool-churn",
  "pool-churn-by-design",
  "pool-busiest",
  // bind-first
  "binds-first",
  // proc-top
  "process-holds-most",
  "process-proxy",
  "process-growing",
  "process-top",
  // udp-eph
  "udp-ports",
  "udp-shortage-logged",
  "udp-process",
  "udp-resolver",
  "udp-is",
  // fd-confound
  "descriptors-short",
  "descriptors-logged",
  "descriptors-most",
  "listen-drops",
  // scale-out
  "scale-out-narrow",
  "scale-out-breadth",
] as const;
