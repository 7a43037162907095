/** Nodes, containers, sidecars and the way out of the network. */
export const CLUSTER_CHECKS = ["nat-budget", "ena-allow", "nodeport", "container-ns", "mesh"] as const;

/** Findings (they warn or fail) stand before notes (they inform) in each group. */
export const CLUSTER_RULES = [
  // nat-budget
  "nat-budget-use",
  "nat-budget-is",
  "nat-nothing-public",
  // ena-allow
  "allowance-conntrack",
  "allowance-packets",
  "allowance-bandwidth",
  "allowance-link-local",
  "allowance-conntrack-low",
  "allowance-conntrack-left",
  // nodeport
  "node-ports-in-range",
  "node-service-in-range",
  "node-ports-clear",
  "node-ports-taken",
  // container-ns
  "published-in-range",
  "published-clear",
  "namespaces-judged",
  // mesh
  "sidecar-inbound",
  "sidecar-outbound",
  "sidecar-is",
] as const;
