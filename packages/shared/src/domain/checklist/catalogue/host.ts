/** What runs out beside ports, and how the host is set up. */
export const HOST_CHECKS = ["ct-drop", "syn-sent", "tw-myth", "cfg-drift", "fin2-orphan-mem"] as const;

export const HOST_RULES = [
  // ct-drop
  "conntrack-dropped",
  "conntrack-full-logged",
  "conntrack-clashes",
  "conntrack-masquerade",
  // syn-sent
  "syn-sent-one-destination",
  "syn-sent-many-destinations",
  // tw-myth
  "myth",
  "time-wait-overflow",
  "time-wait-unwatched",
  // cfg-drift
  "drift-at-next-start",
  "drift-changed",
  "drift-unwatched",
  // fin2-orphan-mem
  "orphans-use",
  "tcp-memory-full",
  "tcp-memory-pressure",
  "tcp-memory-aborts",
  "fin-wait-2-share",
  "orphans-are",
] as const;
