/**
 * Little's law: ports in use towards a destination = new connections per second × (mean life + hold time), both in
 * seconds. The hold is 60 s where the client closes first on Linux, the reuse delay where reuse applies, 0 where the
 * server closes first.
 */
export const steadyStatePorts = (connectionsPerSecond: number, lifeSeconds: number, holdSeconds: number): number =>
  connectionsPerSecond * (lifeSeconds + holdSeconds);

/**
 * New connections per second that a tuple can bear for ever: (capacity − blocked) ÷ (mean life + hold). Null where
 * neither life nor hold keeps a port, so that no rate is too high.
 */
export function rateCeiling(capacity: number, blocked: number, lifeSeconds: number, holdSeconds: number): number | null {
  const seconds = lifeSeconds + holdSeconds;
  return seconds > 0 ? (capacity - blocked) / seconds : null;
}
