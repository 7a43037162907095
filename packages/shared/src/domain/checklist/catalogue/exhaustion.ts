/** How ports run out, who takes them and whether it has happened. */
export const EXHAUSTION_CHECKS = [] as const;

export const EXHAUSTION_RULES = [] as const;
