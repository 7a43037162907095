import { unitOf } from "./hash-noise.ts";
import type { Leak } from "./simulated-host.ts";

/** Share of the rounds, from one start of the program to the next, in which it leaks at all. */
const LEAKING_ROUNDS = 0.55;
const LEAST = 0.3;

/** Ports that were never given back since the program last started. */
export function leakedPorts({ everyMs, phaseMs, portsMax }: Leak, seed: number, atMs: number): number {
  const position = (atMs - phaseMs) / everyMs;
  const round = Math.floor(position);
  if (unitOf(seed, 11, round) >= LEAKING_ROUNDS) return 0;
  return portsMax * (LEAST + (1 - LEAST) * unitOf(seed, 12, round)) * (position - round);
}
