import { intervalSize, type PortInterval } from "../network/port-interval.ts";

/** How many ports an odd-sized range may hide: from the lower bound, and from the best guess. */
export interface EndPortBias {
  low: 0 | 1;
  best: 0 | 1;
}

/**
 * The kernel's scan of a range with an odd number of ports covers all but one: `remaining &= ~1` and steps of two leave
 * out one end, the low end unless the scan starts there, else the high end (net/ipv4/inet_hashtables.c
 * __inet_hash_connect, inet_connection_sock.c inet_csk_find_open_port). So the last port may never be found although it
 * is free; which one happens depends on where the last scans start.
 *
 * Both ends of an odd-sized range have even offsets. connect() looks for an even one in every scan (`step` 1: each free
 * port is a scan), bind() only once the odd ones are gone (`step` 2: each free even one is). The best guess is that the
 * low end is missed when so few scans are left that none is likely to start on it.
 */
export function endPortBias(
  range: PortInterval,
  isUnowned: (port: number) => boolean,
  isFree: (port: number) => boolean,
  step: 1 | 2,
): EndPortBias | null {
  const size = intervalSize(range);
  if (size % 2 === 0 || size === 1) return null;
  const low = isUnowned(range.low) || isUnowned(range.high) ? 1 : 0;
  if (size === 3) return { low, best: isFree(range.high) ? 1 : 0 };
  if (!isFree(range.low)) return { low, best: 0 };
  let scans = 0;
  for (let port = range.low; port <= range.high; port += step) if (isFree(port)) scans++;
  // One start in size/2 is the low end: as many scans as ln 2 of that make it as likely met as missed.
  return { low, best: scans < Math.LN2 * (size / 2) ? 1 : 0 };
}
