/** Servers that choose their port at start. */
export const SERVICES_CHECKS = [] as const;

export const SERVICES_RULES = [] as const;
