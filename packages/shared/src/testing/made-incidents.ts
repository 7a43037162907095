import type { MadeIncident } from "./incidents/incident.ts";
import { MADE_BESIDE_PORTS } from "./incidents/made-beside-ports.ts";
import { MADE_CONNECTIONS } from "./incidents/made-connections.ts";
import { MADE_NONE } from "./incidents/made-none.ts";
import { MADE_PORTS } from "./incidents/made-ports.ts";

/** Hosts of our own making, at least one for every cause. */
export const MADE_INCIDENTS: readonly MadeIncident[] = [...MADE_CONNECTIONS, ...MADE_PORTS, ...MADE_BESIDE_PORTS, ...MADE_NONE];
