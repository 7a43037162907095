import type { FlagSpec } from "../adapters/flags.ts";
import type { CommandIo } from "./command-io.ts";

export const STATE_DIR_FLAG = { takes: "value", example: "--state-dir /var/lib/berth-agent" } as const satisfies FlagSpec;

/** The agent's folder, by the XDG Base Directory Specification for a user's own agent. */
export function stateDir(flag: string | undefined, { env, machine }: Pick<CommandIo, "env" | "machine">): string {
  const chosen = flag ?? env.BERTH_STATE_DIR;
  if (chosen) return chosen;
  if (machine.isRoot) return "/var/lib/berth-agent";
  return env.XDG_STATE_HOME ? `${env.XDG_STATE_HOME}/berth-agent` : `${machine.homeFolder}/.local/state/berth-agent`;
}
