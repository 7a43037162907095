import process from "node:process";
import type { CliText } from "@berth/shared/text/cli.ts";
import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { readBundleFolder } from "./adapters/bundle-folder.ts";
import { bundledHandbook } from "./adapters/bundled-handbook.ts";
import { machinePorts } from "./adapters/collector-ports.ts";
import { diskStateFolder } from "./adapters/disk-state-folder.ts";
import { localFiles } from "./adapters/local-files.ts";
import { nodeHttpClient } from "./adapters/node-http-client.ts";
import { resolveName } from "./adapters/resolve-name.ts";
import { machineRouting } from "./adapters/routes.ts";
import { drained, quietWhenReaderLeaves, readAll } from "./adapters/standard-streams.ts";
import { systemClock } from "./adapters/system-clock.ts";
import { terminalScreen } from "./adapters/terminal-screen.ts";
import { thisMachine } from "./adapters/this-machine.ts";
import { takeAgentName } from "./adapters/tracefs/agent-name.ts";
import { createCollector } from "./collectors/create-collector.ts";
import type { CommandIo } from "./commands/command-io.ts";
import { takeCommonFlags } from "./commands/common-flags.ts";
import { dispatch } from "./commands/dispatch.ts";
import { errorText } from "./commands/say-error.ts";
import { AGENT_VERSION } from "./version.ts";

const TEXT: Record<Language, CliText> = { en: english, ja: japanese };

// node:ffi announces itself as experimental; only that warning is known and wanted.
process.removeAllListeners("warning");
process.on("warning", (warning) => {
  if (warning.name !== "ExperimentalWarning") process.stderr.write(`${warning.name}: ${warning.message}\n`);
});

takeAgentName();
let trapped: AbortController | null = null;
const flags = takeCommonFlags(process.argv.slice(2), process.env);
const reader = new AbortController();
quietWhenReaderLeaves(
  process.stdout,
  (reason) => stop(TEXT[flags.language].unwritable(reason)),
  () => reader.abort(),
);
quietWhenReaderLeaves(process.stderr, () => process.exit(1));
const exitCode = await dispatch(flags, commandIo(flags.language)).catch(fail);
await drained(process.stdout);
process.exit(exitCode);

function commandIo(language: Language): CommandIo {
  const isRoot = process.getuid?.() === 0;
  const runtime = `Node.js ${process.versions.node}, ${process.platform} ${process.arch}`;
  return {
    writeOut: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    readInput: (maxBytes) => readAll(process.stdin, maxBytes),
    isTerminal: process.stdout.isTTY ?? false,
    isErrorTerminal: process.stderr.isTTY ?? false,
    env: process.env,
    language,
    text: TEXT[language],
    clock: systemClock,
    random: Math.random,
    readerLeft: reader.signal,
    get stopSignal() {
      return trapStopSignals();
    },
    machine: thisMachine({ isRoot, runtime }),
    files: localFiles,
    handbook: bundledHandbook,
    openState: (folder) => diskStateFolder(folder, process.pid),
    openHttp: nodeHttpClient,
    openRouting: () => machineRouting(),
    resolveName,
    readBundle: readBundleFolder,
    openScreen: terminalScreen,
    openCollector: async (options) => createCollector({ ...options, agentVersion: AGENT_VERSION, ports: machinePorts(process.env) }),
  };
}

/**
 * Aborts on the first SIGINT, SIGTERM or SIGHUP; a second one ends the process the system's way. Only a command that asks for the
 * signal traps them: any other ends at once.
 */
function trapStopSignals(): AbortSignal {
  if (!trapped) {
    trapped = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => trapped?.abort());
  }
  return trapped.signal;
}

function fail(error: unknown): never {
  return stop(TEXT[flags.language].unexpected(error instanceof Error ? (error.stack ?? error.message) : String(error)));
}

function stop(message: string): never {
  process.stderr.write(errorText(message, process.stderr.isTTY ?? false, flags.language));
  process.exit(1);
}
