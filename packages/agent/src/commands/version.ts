import { parseOnlyFlags } from "../adapters/flags.ts";
import { AGENT_VERSION } from "../version.ts";
import type { CommandIo } from "./command-io.ts";

export async function version(args: readonly string[], io: CommandIo): Promise<number> {
  parseOnlyFlags(args, {});
  io.writeOut(`berth-agent ${AGENT_VERSION} (${io.machine.runtime})\n`);
  return 0;
}
