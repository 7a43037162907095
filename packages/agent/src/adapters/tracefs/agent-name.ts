import { writeFileSync } from "node:fs";

/** The name of every agent's first thread. Agents ask the kernel about ports on purpose: what they are refused is no failure. */
export const AGENT_NAME = "berth-agent";

/** Takes that name, which the filters of the trace know. The command line stays what it is. */
export function takeAgentName(): void {
  try {
    writeFileSync("/proc/self/comm", AGENT_NAME);
  } catch {
    // Not Linux, or a kernel that refuses it.
  }
}
