/** Nodes, containers, sidecars and the way out of the network. */
export const CLUSTER_CHECKS = [] as const;

export const CLUSTER_RULES = [] as const;
