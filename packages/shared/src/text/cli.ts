import type { CliCheckText } from "./cli-check.ts";
import type { CliDoctorText } from "./cli-doctor.ts";
import type { CliHeadroomText } from "./cli-headroom.ts";
import type { CliLintText } from "./cli-lint.ts";
import type { CliLogText } from "./cli-log.ts";
import type { CliTopText } from "./cli-top.ts";
import type { UsageProblem } from "./cli-usage.ts";
import type { CliWhatIfText } from "./cli-what-if.ts";

export const COMMANDS = ["check", "top", "what-if", "lint", "headroom", "snapshot", "doctor", "enrol", "run", "version"] as const;
export type CommandName = (typeof COMMANDS)[number];

/** The words of berth-agent on a terminal. */
export interface CliText {
  /** What `--help` prints, 80 columns at most. */
  help: { overview: string; commands: Record<CommandName, string> };
  /** One message that says what is wrong with a command line and what would be right. */
  usage(problem: UsageProblem): string;
  /** A fault of ours that nothing foresaw. */
  unexpected(detail: string): string;
  /** Standard output would not take the answer. */
  unwritable(reason: string): string;
  enrol: CliEnrolText;
  run: CliRunText;
  log: CliLogText;
  check: CliCheckText;
  headroom: CliHeadroomText;
  replay: CliReplayText;
  doctor: CliDoctorText;
  lint: CliLintText;
  top: CliTopText;
  whatIf: CliWhatIfText;
}

/** What is said of the files of a bundle. */
export interface CliReplayText {
  /** `meant` is the name that it most likely should have; null where none is near. */
  unknownFile(name: string, meant: string | null): string;
  unusedFile(name: string): string;
}

export interface CliEnrolText {
  enrolled(hostId: string, server: string, folder: string): string;
  tokenSpent(file: string): string;
  already(hostId: string, server: string): string;
  replaced(server: string): string;
  otherServer(server: string, folder: string): string;
  unverified(hostId: string, server: string, reason: string): string;
  tokenFileReadable(file: string): string;
  tokenFileUnreadable(file: string, reason: string): string;
  notAToken(file: string): string;
  clearText(server: string): string;
  tokenRejected(detail: string): string;
  refused(status: number, detail: string): string;
  unavailable(server: string, reason: string): string;
}

export interface CliRunText {
  notEnrolled(folder: string): string;
  unreadable(folder: string, reason: string): string;
  folderUnusable(folder: string, reason: string): string;
  taken(folder: string, pid: number): string;
}
