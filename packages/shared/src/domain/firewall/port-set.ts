import { clipIntervals, normalizeIntervals, PORT_MAX, type PortInterval } from "../network/port-interval.ts";

/** A set of ports: sorted intervals that neither overlap nor touch. */
export type PortSet = readonly PortInterval[];

export const NO_PORTS: PortSet = [];
export const ALL_PORTS: PortSet = [{ low: 0, high: PORT_MAX }];

export const union = (a: PortSet, b: PortSet): PortSet => {
  if (a.length === 0) return b;
  return b.length === 0 ? a : normalizeIntervals([...a, ...b]);
};

export const intersect = (a: PortSet, b: PortSet): PortSet => (a === ALL_PORTS ? b : b === ALL_PORTS ? a : common(a, b));

export const complement = (ports: PortSet): PortSet => {
  const gaps: PortInterval[] = [];
  let next = 0;
  for (const { low, high } of ports) {
    if (low > next) gaps.push({ low: next, high: low - 1 });
    next = high + 1;
  }
  return next > PORT_MAX ? gaps : [...gaps, { low: next, high: PORT_MAX }];
};

export const subtract = (from: PortSet, ports: PortSet): PortSet =>
  from.length === 0 || ports.length === 0 ? from : ports === ALL_PORTS ? NO_PORTS : common(from, complement(ports));

function common(a: PortSet, b: PortSet): PortSet {
  const parts: PortInterval[] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    const [left, right] = [a[i]!, b[j]!];
    const [low, high] = [Math.max(left.low, right.low), Math.min(left.high, right.high)];
    if (low <= high) parts.push({ low, high });
    if (left.high < right.high) i++;
    else j++;
  }
  return parts;
}

export const clip = (ports: PortSet, bounds: PortInterval): PortInterval[] => clipIntervals(ports, bounds);
