import { parseOnlyFlags } from "../adapters/flags.ts";
import type { ConfigurationMemory } from "../collectors/configuration-watch.ts";
import { type Enrolment, readEnrolment } from "../uplink/enrolment.ts";
import { lineLog } from "../uplink/log.ts";
import { ResidentAgent } from "../uplink/resident-agent.ts";
import type { StateFolder } from "../uplink/state-folder.ts";
import type { CommandIo } from "./command-io.ts";
import { DECLARATION_FLAGS, isNothing, readDeclarations } from "./declaration-flags.ts";
import { reasonOf } from "./open-state-folder.ts";
import { PASSIVE_FLAG } from "./passive-flag.ts";
import { STATE_DIR_FLAG, stateDir } from "./state-dir.ts";

const FLAGS = { once: { takes: "nothing" }, passive: PASSIVE_FLAG, ...DECLARATION_FLAGS, "state-dir": STATE_DIR_FLAG } as const;

/** Resident until SIGINT or SIGTERM; with `--once` until everything that waits is delivered or the server is away. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = parseOnlyFlags(args, FLAGS);
  const declared = readDeclarations(flags);
  const folder = io.openState(stateDir(flags["state-dir"], io));
  const enrolment = enrolmentIn(folder, io);
  if (enrolment === null) return 1;

  const log = lineLog(io.clock, io.writeError);
  const release = lock(folder, io);
  if (release === null) return 1;
  const http = io.openHttp(enrolment.server);
  try {
    const collector = await io.openCollector({
      labels: enrolment.labels,
      memory: configurationMemory(folder),
      isResident: !flags.once,
      settles: !flags.passive,
      ...(isNothing(declared) ? {} : { declared }),
    });
    const { clock, random, stopSignal, text } = io;
    const agent = new ResidentAgent({ enrolment, folder, http, collector, clock, random, stopSignal, log, text: text.log });
    const isDone = await (flags.once ? agent.runOnce() : agent.run()).finally(() => collector.close());
    return isDone ? 0 : 1;
  } finally {
    http.close();
    release();
  }
}

function enrolmentIn(folder: StateFolder, { text, writeError }: CommandIo): Enrolment | null {
  try {
    const enrolment = readEnrolment(folder);
    if (enrolment === null) writeError(`${text.run.notEnrolled(folder.path)}\n`);
    return enrolment;
  } catch (error) {
    writeError(`${text.run.unreadable(folder.path, reasonOf(error))}\n`);
    return null;
  }
}

const CONFIGURATION_FILE = "configuration.json";

/** A disk that refuses it costs the memory of a restart, nothing else. */
const configurationMemory = (folder: StateFolder): ConfigurationMemory => ({
  read: () => quietly(() => new TextDecoder().decode(folder.read(CONFIGURATION_FILE) ?? undefined)),
  write: (text) => void quietly(() => folder.write(CONFIGURATION_FILE, new TextEncoder().encode(text))),
});

function quietly<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** How to let the folder go again; null once it has been said who has it. A disk that refuses even a lock stops no agent. */
function lock(folder: StateFolder, { text, writeError }: CommandIo): (() => void) | null {
  try {
    const held = folder.lock();
    if (held.isOurs) return held.release;
    writeError(`${text.run.taken(folder.path, held.pid)}\n`);
    return null;
  } catch {
    return () => undefined;
  }
}
