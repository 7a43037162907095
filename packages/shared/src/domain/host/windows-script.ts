import type { SysctlFile } from "./sysctl-file.ts";

const NETSH_DYNAMIC = /^netsh(?:\.exe)?\s+int(?:erface)?\s+ipv[46]\s+set\s+dynamicport(?:range)?\s+(?:protocol=)?(tcp|udp)\b(.*)$/i;
const NETSH_EXCLUDE = /^netsh(?:\.exe)?\s+int(?:erface)?\s+ipv[46]\s+add\s+excludedportrange\b(.*)$/i;
const REG_ADD = /^reg(?:\.exe)?\s+add\s+"?([^"]*?Tcpip\\Parameters)"?\s.*\/v\s+"?(\w+)"?.*\/d\s+"?(\w+)"?/i;
const POWERSHELL = /^set-net(tcp|udp)setting\b(.*)$/i;

/**
 * Reads a batch or PowerShell script for what it sets of Windows' port space: netsh dynamicport and excludedportrange,
 * values of Tcpip\Parameters, Set-NetTCPSetting and Set-NetUDPSetting. Other lines are not looked at: a script does more
 * than set ports. A line that is one of these and cannot be read is listed.
 */
export function parseWindowsScript(text: string): SysctlFile {
  const file: SysctlFile = { assignments: [], unreadable: [] };
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.replace(/^\uFEFF/, "").trim();
    const found = readLine(line);
    if (found === "unreadable") file.unreadable.push({ line: index + 1, text: line });
    else if (found !== null) file.assignments.push({ ...found, line: index + 1 });
  }
  return file;
}

/** Whether a text is such a script rather than a sysctl file. */
export const isWindowsScript = (text: string): boolean => /^\s*(?:netsh|reg(?:\.exe)?\s+add|set-net(?:tcp|udp)setting)\b/im.test(text);

function readLine(line: string): { key: string; value: string } | "unreadable" | null {
  const dynamic = NETSH_DYNAMIC.exec(line);
  if (dynamic) {
    const range = startAndCount(dynamic[2]!, /\bstart(?:port)?=(\d+)/i, /\bnum(?:berofports)?=(\d+)/i);
    return range ? { key: `netsh dynamicport ${dynamic[1]!.toLowerCase()}`, value: range } : "unreadable";
  }
  const exclude = NETSH_EXCLUDE.exec(line);
  if (exclude) {
    const protocol = /\bprotocol=(tcp|udp)\b/i.exec(exclude[1]!)?.[1];
    const range = startAndCount(exclude[1]!, /\bstartport=(\d+)/i, /\bnumberofports=(\d+)/i);
    return range && protocol ? { key: `netsh excludedportrange ${protocol.toLowerCase()}`, value: range } : "unreadable";
  }
  const registry = REG_ADD.exec(line);
  if (registry) return { key: `Tcpip\\Parameters\\${registry[2]!}`, value: decimal(registry[3]!) };
  const powershell = POWERSHELL.exec(line);
  if (!powershell || !/DynamicPortRange/i.test(powershell[2]!)) return null;
  const range = startAndCount(powershell[2]!, /-DynamicPortRangeStartPort\s+(\d+)/i, /-DynamicPortRangeNumberOfPorts\s+(\d+)/i);
  return range ? { key: `netsh dynamicport ${powershell[1]!.toLowerCase()}`, value: range } : "unreadable";
}

/** The second number is a count of ports, not the last one. */
function startAndCount(text: string, start: RegExp, count: RegExp): string | null {
  const [first, many] = [start.exec(text)?.[1], count.exec(text)?.[1]];
  return first === undefined || many === undefined ? null : `start=${first} num=${many}`;
}

/** reg.exe takes hexadecimal as 0x1e. */
const decimal = (value: string): string => (/^0x[0-9a-f]{1,8}$/i.test(value) ? String(Number(value)) : value);
