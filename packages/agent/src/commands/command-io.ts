import type { Declarations } from "@berth/shared/domain/host/declarations.ts";
import type { CliText } from "@berth/shared/text/cli.ts";
import type { Language } from "@berth/shared/text/language.ts";
import type { Handbook } from "../check/handbook.ts";
import type { Collector } from "../collectors/collector.ts";
import type { ConfigurationMemory } from "../collectors/configuration-watch.ts";
import type { Bundle } from "../collectors/replay/bundle.ts";
import type { Routing } from "../headroom/routing.ts";
import type { Screen } from "../terminal/screen.ts";
import type { Clock } from "../uplink/clock.ts";
import type { HttpClient } from "../uplink/http-client.ts";
import type { StateFolder } from "../uplink/state-folder.ts";

/** All that a command may touch. main.ts fills it from the process, tests from memory. */
export interface CommandIo {
  /** Answers go here and nothing else does. */
  writeOut(text: string): void;
  /** Warnings, progress and errors. */
  writeError(text: string): void;
  /** The whole of stdin as text, UTF-8 or UTF-16, or a RangeError past `maxBytes`. */
  readInput(maxBytes: number): Promise<string>;
  /** Standard output is a terminal that a person looks at. */
  isTerminal: boolean;
  /** So is standard error. */
  isErrorTerminal: boolean;
  env: Readonly<Record<string, string | undefined>>;
  language: Language;
  text: CliText;
  clock: Clock;
  /** Uniform in [0, 1). */
  random(): number;
  /** Aborted once nobody reads standard output any more: its pipe was closed. */
  readonly readerLeft: AbortSignal;
  /** Aborted by SIGINT, SIGTERM or SIGHUP. Asking for it is what keeps these from ending the process at once. */
  readonly stopSignal: AbortSignal;
  machine: Machine;
  files: LocalFiles;
  handbook: Handbook;
  openState(folder: string): StateFolder;
  openHttp(server: string): HttpClient;
  openRouting(): Routing;
  /** Every address of a name, in the resolver's order; throws with the resolver's word. */
  resolveName(name: string): Promise<string[]>;
  /** The terminal, taken over until it is closed; null where standard input or output is none. */
  openScreen(): Screen | null;
  openCollector(options: CollectorOptions): Promise<Collector>;
  /** The files of a folder that a person named; throws where it cannot be read. */
  readBundle(folder: string): Bundle;
}

interface CollectorOptions {
  labels: Record<string, string>;
  /** False: the kernel is not asked who took a port. */
  settles?: boolean;
  /** What the configuration was when the agent last looked, kept over a restart. */
  memory?: ConfigurationMemory;
  /** It stays: failures are watched for as they happen, and the host's log is followed. */
  isResident?: boolean;
  /** What was said of the surroundings on the command line. */
  declared?: Declarations;
}

/** Who this host is. */
export interface Machine {
  hostname: string;
  homeFolder: string;
  isRoot: boolean;
  /** What runs this agent: `Node.js 26.10.0, linux x64`. */
  runtime: string;
  /** /etc/machine-id keyed for this application, as machine-id(5) asks; null where there is none. */
  machineId(): string | null;
}

/** Files that a person names on the command line. */
export interface LocalFiles {
  /** Text in UTF-8 or UTF-16. Throws where the file cannot be read, a RangeError where it is larger than `maxBytes`. */
  read(file: string, maxBytes: number): { text: string; isPrivate: boolean };
}
