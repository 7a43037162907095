/** Servers that choose their port at start. */
export const SERVICES_CHECKS = ["sql-dyn", "rpc-dyn", "portmap-dyn"] as const;

/** Findings (they warn or fail) stand before notes (they inform) in each group. */
export const SERVICES_RULES = [
  // sql-dyn
  "sql-both-ports",
  "sql-port-in-range",
  "sql-dynamic",
  "sql-fixed",
  // rpc-dyn
  "rpc-pool-void",
  "rpc-pool-small",
  "directory-ports-equal",
  "directory-ports-logged",
  "rpc-unfixed-behind-acl",
  "rpc-fixed-in-range",
  "rpc-dynamic",
  // portmap-dyn
  "portmap-refused",
  "portmap-in-range",
  "portmap-random",
  "portmap-is",
] as const;
