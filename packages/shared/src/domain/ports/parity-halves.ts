import { isEphemeral } from "./port-owner.ts";
import type { PortSurvey } from "./port-survey.ts";

/** The range split by the parity of offsets from its low end: connect() takes even ones first, bind(S, 0) odd ones. */
export interface Halves {
  low: number;
  /** Ports of P with even and with odd offset that no binder is known to hold. */
  even: number;
  odd: number;
  /** The same for odd offsets below `middle`, where bind() with SO_REUSEADDR starts. */
  oddLower: number;
  middle: number;
}

export const isOddOffset = ({ low }: Halves, port: number): boolean => ((port - low) & 1) === 1;

export function halvesOf(survey: PortSurvey, low: number): Halves {
  const { portClass, rangeHigh } = survey.table;
  const size = rangeHigh - low + 1;
  const halves: Halves = { low, even: 0, odd: 0, oddLower: 0, middle: low + ((size >> 2) << 1) };
  for (let port = low; port <= rangeHigh; port++) {
    if (!isEphemeral(portClass[port]!) || survey.isBlocked(port)) continue;
    if (!isOddOffset(halves, port)) halves.even++;
    else {
      halves.odd++;
      if (port < halves.middle) halves.oddLower++;
    }
  }
  return halves;
}
