import { linesOf } from "./socket-listing.ts";

/** `sysctl -a` of Linux (`key = value`), macOS and FreeBSD (`key: value`). A key that stands twice keeps its first value. */
export function parseSysctls(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const { text: row } of linesOf(text)) {
    const match = /^([a-z][\w.%/-]*\.[\w.%/:-]*?[\w%-])(?:\s*=\s*|:\s+|:$)(.*)$/i.exec(row);
    if (match && !values.has(match[1]!)) values.set(match[1]!, match[2]!.trim());
  }
  return values;
}
