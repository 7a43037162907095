import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";

/** Fewer ports than this could be gone before the next look: a thousand binds a second for ten seconds. */
const PORTS_UNTIL_NEXT_LOOK = 10_000;

/** A pool that is fuller than this explains a refused bind() or a UDP connect() that found no port. */
const FULL_RATIO = 0.8;

/** Whether a pool that bind() or UDP takes from could run dry before the next look; so it is where a pool is unknown. */
export function couldRunDry({ capacity, pools, udp }: NamespaceSnapshot): boolean {
  if (capacity === null || udp === null || capacity < PORTS_UNTIL_NEXT_LOOK) return true;
  const headrooms = [...pools.map(({ headroom }) => headroom), udp.autobind.v4, udp.autobind.v6];
  return headrooms.some(({ unlimited, best }) => !unlimited && best < PORTS_UNTIL_NEXT_LOOK);
}

export interface FullPool {
  protocol: "tcp" | "udp";
  /** Null where more than one source is as short. */
  source: string | null;
}

/**
 * The pool that a bind() found empty. sys_exit_bind names neither port nor protocol, and a service that is refused its
 * fixed port looks the same: it counts only where a pool is nearly used up, as the fuller of TCP and UDP.
 */
export function fullBindPool({ capacity, pools, udp }: NamespaceSnapshot): FullPool | null {
  if (!capacity) return null;
  const full = pools.filter((pool) => pool.used / pool.capacity > FULL_RATIO);
  const tcpRatio = Math.max(0, ...full.map((pool) => pool.used / pool.capacity));
  const udpRatio = (udp?.portsInRange ?? 0) / capacity;
  if (tcpRatio > 0 && tcpRatio >= udpRatio) return { protocol: "tcp", source: full.length === 1 ? full[0]!.source : null };
  return udpRatio > FULL_RATIO ? { protocol: "udp", source: null } : null;
}

/** Whether a connect() that answered EAGAIN was UDP without a port: AF_UNIX answers the same, and knows no ports. */
export function isUdpFull({ capacity, udp }: NamespaceSnapshot): boolean {
  if (!capacity || !udp) return false;
  return [udp.autobind.v4, udp.autobind.v6].some(({ unlimited, best }) => !unlimited && best < capacity * (1 - FULL_RATIO));
}
