import type { Logger } from "../services/dependencies.ts";

/** One JSON object a line. What is logged never holds a token, a hash of one, or a body. */
export function jsonLogger(write: (line: string) => void): Logger {
  const line =
    (level: string) =>
    (event: string, fields: Record<string, unknown> = {}) =>
      write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
  return { info: line("info"), error: line("error") };
}
