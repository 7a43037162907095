/** Windows' own. */
export const WINDOWS_CHECKS = [] as const;

export const WINDOWS_RULES = [] as const;
