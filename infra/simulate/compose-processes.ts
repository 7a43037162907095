import type { Listener, ProcessUse, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { unitOfProgram } from "./compose-tuples.ts";
import { SECOND_MS } from "./durations.ts";
import { hashOf } from "./hash-noise.ts";
import type { PortCounts } from "./port-counts.ts";
import type { SimulatedHost } from "./simulated-host.ts";
import { portsOfProgram } from "./top-process.ts";

const DESCRIPTORS_LIMIT = 1_048_576;
/** Where nothing leaks, a peer's close goes unnoticed for seconds only. */
const STRAY_CLOSE_WAIT_MS = 4 * SECOND_MS;

/** Who is asked for names: it holds the host's UDP ports. */
const resolverOf = ({ programs }: SimulatedHost): number =>
  Math.max(
    0,
    programs.findIndex(({ name }) => name === "unbound"),
  );

/** Those of a host with their share of its tuples, which are in the host's own order; most ports first. */
export function composeProcesses(
  host: SimulatedHost,
  counts: PortCounts,
  tuples: readonly Tuple[],
  bootMs: number,
  atMs: number,
): ProcessUse[] {
  const resolver = resolverOf(host);
  return host.programs
    .map(({ name, runtime }, program): ProcessUse => {
      const own = tuples.filter((_, index) => host.tuples[index]!.program === program);
      const sum = (of: (tuple: Tuple) => number) => own.reduce((total, tuple) => total + of(tuple), 0);
      const listening = host.listeners.filter((each) => each.program === program).length;
      const live = sum(({ established, closeWait, synSent, finWait }) => established + closeWait + synSent + finWait);
      const closeWait = sum((tuple) => tuple.closeWait);
      return {
        pid: 700 + (hashOf(host.seed, program, Math.floor(bootMs / SECOND_MS)) % 60_000),
        name,
        unit: unitOfProgram(host, program),
        established: sum(({ established }) => established),
        closeWait,
        other: live - sum(({ established }) => established) - closeWait,
        oldestCloseWaitMs: closeWait === 0 ? null : oldestCloseWaitMs(host, program, atMs),
        tcpPortsInRange: portsOfProgram(host, counts, program),
        udpPortsInRange: program === resolver ? counts.udpPorts : 0,
        boundInactive: 0,
        descriptors: { used: 40 + live + listening + (program === resolver ? counts.udpPorts : 0), limit: DESCRIPTORS_LIMIT },
        runtime,
        startedMs: bootMs + 20 * SECOND_MS,
      };
    })
    .sort((a, b) => (b.tcpPortsInRange ?? 0) - (a.tcpPortsInRange ?? 0));
}

function oldestCloseWaitMs({ leak, tuples }: SimulatedHost, program: number, atMs: number): number {
  if (leak === null || leak.kind !== "closeWait" || tuples[leak.tuple]!.program !== program) return STRAY_CLOSE_WAIT_MS;
  return Math.max(STRAY_CLOSE_WAIT_MS, (((atMs - leak.phaseMs) % leak.everyMs) + leak.everyMs) % leak.everyMs);
}

/** Those inside the range. */
export const composeListeners = ({ listeners, programs }: SimulatedHost): Listener[] =>
  listeners.map(({ port, program }) => ({
    protocol: "tcp",
    address: "0.0.0.0",
    port,
    process: programs[program]!.name,
    isReserved: false,
  }));
