import { UsageError } from "./usage-error.ts";

/** An http or https address without user, query or fragment; a path stays, its last slash does not. */
export function readServer(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  if (!isPlain) throw new UsageError({ kind: "bad-server", value });
  return url.origin + url.pathname.replace(/\/+$/, "");
}

/** The wire's limits: 64 characters of key, 256 of value. */
const LABEL = /^([^=\p{Cc}]{1,64})=([^\p{Cc}]{0,256})$/u;

export function readLabels(values: readonly string[]): Record<string, string> {
  const labels = values.map((value): [string, string] => {
    const [, key, text] = LABEL.exec(value) ?? [];
    if (key === undefined || text === undefined) throw new UsageError({ kind: "bad-value", flag: "--label", value, expected: "KEY=VALUE" });
    return [key, text];
  });
  return Object.fromEntries(labels);
}
