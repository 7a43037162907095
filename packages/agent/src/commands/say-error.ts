import type { Language } from "@berth/shared/text/language.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { CommandIo } from "./command-io.ts";

/** What fits every terminal. */
const COLUMNS = 80;

/** A message for standard error: what came from arguments or files cannot act on the terminal, and a person's lines are wrapped. */
export const sayError = (io: Pick<CommandIo, "writeError" | "language" | "isErrorTerminal">, message: string): void =>
  io.writeError(errorText(message, io.isErrorTerminal, io.language));

/** The same as text; lines of a message stay lines. */
export function errorText(message: string, isTerminal: boolean, language: Language): string {
  const lines = `berth-agent: ${message}`.split("\n").map(printable);
  return `${(isTerminal ? lines.flatMap((line) => wrapText(line, COLUMNS, language)) : lines).join("\n")}\n`;
}
