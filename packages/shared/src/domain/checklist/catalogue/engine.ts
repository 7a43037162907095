/** Notes that the engine itself adds to a check's. */
export const ENGINE_RULES = ["namespace-unread", "namespaces-unseen", "details-left-out", "more"] as const;
