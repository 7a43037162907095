import type { FirewallReading } from "../host/firewall.ts";
import { countPorts, type PortInterval } from "../network/port-interval.ts";

/** The same with at most so many intervals a list, and what the lists counted before. */
export function shortenReading(reading: FirewallReading, intervalsMax: number): FirewallReading {
  const { returnTraffic, egressDenied, counted } = reading;
  const { accepted, dropped } = returnTraffic;
  if ([accepted, dropped, egressDenied].every(({ length }) => length <= intervalsMax)) return reading;
  const first = (ports: readonly PortInterval[]): PortInterval[] => ports.slice(0, intervalsMax);
  return {
    ...reading,
    returnTraffic: { ...returnTraffic, accepted: first(accepted), dropped: first(dropped) },
    egressDenied: first(egressDenied),
    counted: counted ?? { accepted: countPorts(accepted), dropped: countPorts(dropped), egressDenied: countPorts(egressDenied) },
  };
}

/** How many ports one of the lists of a reading has, also those that were left out of it. */
export function portsIn({ returnTraffic, egressDenied, counted }: FirewallReading, ports: readonly PortInterval[]): number {
  if (counted && ports === returnTraffic.accepted) return counted.accepted;
  if (counted && ports === returnTraffic.dropped) return counted.dropped;
  if (counted && ports === egressDenied) return counted.egressDenied;
  return countPorts(ports);
}
