import { BSD_INCIDENTS } from "./incidents/bsd.ts";
import { CONNECTIONS_INCIDENTS } from "./incidents/connections.ts";
import type { Incident } from "./incidents/incident.ts";
import { SURROUNDINGS_INCIDENTS } from "./incidents/surroundings.ts";
import { WINDOWS_INCIDENTS } from "./incidents/windows.ts";

/** Public incidents, rebuilt from what was reported of them. */
export const INCIDENTS: readonly Incident[] = [...CONNECTIONS_INCIDENTS, ...SURROUNDINGS_INCIDENTS, ...WINDOWS_INCIDENTS, ...BSD_INCIDENTS];
