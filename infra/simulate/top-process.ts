import type { PortCounts } from "./port-counts.ts";
import type { SimulatedHost } from "./simulated-host.ts";

/** Holding connections for others is what they are for. */
const PROXIES: ReadonlySet<string> = new Set(["nginx", "envoy"]);

/** Ports that the live connections of one program hold, which share ports across destinations as chance would have it. */
export function portsOfProgram(host: SimulatedHost, counts: PortCounts, program: number): number {
  const room = counts.configuration.capacity - counts.blocked;
  let free = 1;
  for (let index = 0; index < host.tuples.length; index++) {
    if (host.tuples[index]!.program === program) free *= 1 - (counts.entries[index]! - counts.waiting[index]!) / room;
  }
  const listening = host.listeners.filter((each) => each.program === program).length;
  return listening + Math.round(room * (1 - free));
}

/** The largest share of the ports in use that one program holds, proxies aside: 0 to 1. */
export const topShare = (host: SimulatedHost, counts: PortCounts): number =>
  host.programs.reduce((most, { runtime }, program) => {
    return PROXIES.has(runtime) ? most : Math.max(most, portsOfProgram(host, counts, program) / counts.distinct);
  }, 0);
