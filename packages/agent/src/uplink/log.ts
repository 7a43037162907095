import { printableText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { Clock } from "./clock.ts";

export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

const MESSAGE_LENGTH_MAX = 1_000;

/** One line per event: time, level, message. What others wrote into it (a server's answer, a file's name) cannot leave the line. */
export const lineLog = (clock: Clock, write: (line: string) => void): Log => {
  const line = (level: string, message: string) => write(`${new Date(clock.nowMs()).toISOString()} ${level} ${printable(message)}\n`);
  return { info: (message) => line("info", message), warn: (message) => line("warn", message) };
};

/** Control characters, line separators and marks that turn the direction of text, as `\u{…}`; cut past 1,000 characters. */
export function printable(text: string): string {
  const shown = printableText(text, Number.POSITIVE_INFINITY, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  return shown.length <= MESSAGE_LENGTH_MAX ? shown : `${shown.slice(0, MESSAGE_LENGTH_MAX)}…`;
}
