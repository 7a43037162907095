import { linesOf } from "../listing/socket-listing.ts";

/** `tasklist`, as CSV or as a table: names of processes by PID. */
export function parseTaskList(text: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const { text: row } of linesOf(text)) {
    const match = /^"((?:[^"]|"")*)","(\d{1,10})"/.exec(row) ?? /^(\S.{0,40}?)\s+(\d{1,10})\s+\S/.exec(row);
    if (match) names.set(Number(match[2]), match[1]!.replaceAll('""', '"'));
  }
  return names;
}
