import { clipIntervals, countPorts, intervalSize, type PortInterval } from "../network/port-interval.ts";

/**
 * |P|: the ports of the range less the reserved ones, and nothing else. Held and blocked ports count as used, never as
 * missing capacity.
 */
export const capacityOf = (range: PortInterval, reserved: readonly PortInterval[]): number =>
  intervalSize(range) - countPorts(clipIntervals(reserved, range));

/**
 * The range that a socket with IP_LOCAL_PORT_RANGE draws from: each bound counts only where it lies inside the
 * namespace's range, the other way round it is ignored (net/ipv4/inet_connection_sock.c, inet_sk_get_local_port_range).
 */
export function socketRange(range: PortInterval, wanted: PortInterval): PortInterval {
  const low = range.low <= wanted.low && wanted.low <= range.high ? wanted.low : range.low;
  const high = low <= wanted.high && wanted.high <= range.high ? wanted.high : range.high;
  return { low, high };
}

/** Shares of capacity at which the bar is drawn with a line. */
export const LINES = { slowConnect: 0.5, warn: 0.6, fail: 0.8 } as const;

/**
 * Past half of a tuple's capacity connect() has used up the even offsets from the range's low end and scans them all
 * before it finds an odd one: its CPU time jumps a hundredfold (measured: 4 µs to 683 µs on a range of 28,232).
 */
export const isPastHalf = (used: number, capacity: number): boolean => capacity > 0 && used / capacity > LINES.slowConnect;
