import type { NamespaceSnapshot } from "../host/snapshot.ts";

/**
 * Whether sockets bind before they connect here: some are bound and idle, or more ports are blocked for everyone than
 * listeners and the connections accepted by them account for. Where bound sockets cannot be seen there may be some.
 */
export function bindsFirst({ tuples, pools, listeners }: NamespaceSnapshot): boolean {
  const listening = new Set(listeners.filter(({ protocol, isReserved }) => protocol === "tcp" && !isReserved).map(({ port }) => port)).size;
  return pools.some(({ boundInactive }) => boundInactive !== 0) || tuples.some(({ blocked }) => blocked > listening);
}
