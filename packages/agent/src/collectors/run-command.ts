import type { GapReason } from "@berth/shared/domain/host/gap.ts";

export interface CommandLimits {
  timeoutMs: number;
  /** Of standard output. */
  maxBytes: number;
}

/** What a child command said, or why it could not be heard to its end: `absent` where there is no such program. */
export type CommandAnswer = { stdout: string; stderr: string; exitCode: number } | { reason: GapReason; hint: string };

/**
 * Runs a program of the host, without a shell, in the C locale, with nothing on its standard input, in the network
 * namespace that this thread is in. It waits: a collector is synchronous.
 */
export type RunCommand = (file: string, args: readonly string[], limits: CommandLimits) => CommandAnswer;

/**
 * Like RunCommand, but nobody waits, and what a program said before a limit cut it off is kept: `cut` names the limit.
 */
export type HearCommand = (
  file: string,
  args: readonly string[],
  limits: CommandLimits,
) => Promise<
  { stdout: string; stderr: string; exitCode: number | null; cut: "timeout" | "truncated" | null } | { reason: GapReason; hint: string }
>;
