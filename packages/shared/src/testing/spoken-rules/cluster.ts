import type { Evidence } from "../../domain/checklist/check.ts";

/** Snapshots that between them make every rule of the group speak. */
export const clusterSpoken: Evidence[] = [];
