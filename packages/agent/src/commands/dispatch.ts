import { COMMANDS, type CommandName } from "@berth/shared/text/cli.ts";
import type { CommandIo } from "./command-io.ts";
import type { CommonFlags } from "./common-flags.ts";
import { nearestWord } from "./nearest-word.ts";
import { sayError } from "./say-error.ts";
import { UsageError } from "./usage-error.ts";

/** sysexits.h: the command line was wrong. */
const EX_USAGE = 64;

/** Does one thing and returns the exit code. Throws a UsageError for a command line that it cannot act on. */
type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

/** Loaded when asked for: the resident agent does not hold what only `check` needs. */
const COMMAND: Record<CommandName, () => Promise<Command>> = {
  check: async () => (await import("./check.ts")).check,
  top: async () => (await import("./top.ts")).top,
  "what-if": async () => (await import("./what-if.ts")).whatIf,
  lint: async () => (await import("./lint.ts")).lint,
  headroom: async () => (await import("./headroom.ts")).headroom,
  snapshot: async () => (await import("./snapshot.ts")).snapshot,
  doctor: async () => (await import("./doctor.ts")).doctor,
  enrol: async () => (await import("./enrol.ts")).enrol,
  run: async () => (await import("./run.ts")).run,
  version: async () => (await import("./version.ts")).version,
};

/** Runs the command that `args` names and returns the exit code; a wrong command line becomes one message and 64. */
export async function dispatch({ wantsHelp, args, problem }: CommonFlags, io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (problem) throw new UsageError(problem);
    if (name === undefined) {
      if (!wantsHelp) throw new UsageError({ kind: "no-command" });
      io.writeOut(io.text.help.overview);
      return 0;
    }
    if (!isCommand(name)) throw new UsageError({ kind: "unknown-command", name, nearest: nearestWord(name, COMMANDS) });
    if (wantsHelp) {
      io.writeOut(io.text.help.commands[name]);
      return 0;
    }
    const command = await COMMAND[name]();
    return await command(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    sayError(io, io.text.usage(error.problem));
    return EX_USAGE;
  }
}

const isCommand = (name: string): name is keyof typeof COMMAND => Object.hasOwn(COMMAND, name);
