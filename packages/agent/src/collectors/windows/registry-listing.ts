import { linesOf } from "../listing/socket-listing.ts";

export interface RegistryValue {
  /** Without the hive: `SYSTEM\CurrentControlSet\Services\Tcpip\Parameters`. */
  key: string;
  name: string;
  /** Text as it stands; a DWORD in decimal; the strings of a MULTI_SZ between commas. */
  value: string;
  line: number;
}

/** `reg query KEY /s`: a line for each key, and below it name, type and value. Types and hives are never translated. */
export function parseRegistry(text: string): RegistryValue[] {
  const values: RegistryValue[] = [];
  let key: string | null = null;
  for (const { line, text: row } of linesOf(text)) {
    const head = /^\s*(?:HKEY_[A-Z_]+|HK[A-Z]{2})\\(\S.*?)\s*$/.exec(row);
    if (head) key = head[1]!;
    const match = /^\s+(\S.*?)\s+(REG_[A-Z_]+)(?:\s+(.*?))?\s*$/.exec(row);
    if (match && key !== null) values.push({ key, name: match[1]!, value: plainValue(match[2]!, match[3] ?? ""), line });
  }
  return values;
}

function plainValue(type: string, text: string): string {
  if (/^REG_(?:DWORD|QWORD)/.test(type) && /^0x[0-9a-f]{1,8}$/i.test(text)) return String(Number(text));
  return type === "REG_MULTI_SZ" ? text.split("\\0").filter(Boolean).join(",") : text;
}

/** The first value of a name below a key that ends so; Windows knows no case. */
export const registryValue = (values: readonly RegistryValue[], keyEnd: string, name: string): RegistryValue | null =>
  values.find((each) => each.key.toLowerCase().endsWith(keyEnd.toLowerCase()) && each.name.toLowerCase() === name.toLowerCase()) ?? null;
