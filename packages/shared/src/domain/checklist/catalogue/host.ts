/** What runs out beside ports, and how the host is set up. */
export const HOST_CHECKS = [] as const;

export const HOST_RULES = [] as const;
