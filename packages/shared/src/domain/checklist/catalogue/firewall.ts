/** What packet filters do to replies. */
export const FIREWALL_CHECKS = [] as const;

export const FIREWALL_RULES = [] as const;
