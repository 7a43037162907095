import { errorCode, MalformedReading } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";

/** Socket totals of one network namespace, cheap: no walk over sockets. */
export interface Sockstat {
  /** Full sockets of every family, bound-inactive ones included; TIME_WAIT is not. */
  used: number;
  tcp: number;
  tcp6: number;
  udp: number;
  raw: number;
  /** TIME_WAIT and FIN_WAIT_2 mini sockets. */
  timeWait: number;
}

/** `TCP: inuse 5 orphan 0 tw 2` → `{ "TCP.inuse": 5, … }`. */
export function parseSockstat(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const match = /^(\w+):((?: \w+ -?\d+)+)$/.exec(line);
    if (!match) throw new MalformedReading(`unreadable sockstat line: ${line.slice(0, 60)}`);
    const words = match[2]!.trim().split(" ");
    for (let i = 0; i < words.length; i += 2) values.set(`${match[1]}.${words[i]}`, Number(words[i + 1]));
  }
  return values;
}

/** `folder` is a /proc/…/net. */
export function readSockstat(files: HostFiles, folder: string): Sockstat {
  const v4 = parseSockstat(files.readText(`${folder}/sockstat`));
  const v6 = parseSockstat(readIpv6Text(files, `${folder}/sockstat6`));
  const wanted = (key: string): number => {
    const value = v4.get(key);
    if (value === undefined) throw new MalformedReading(`sockstat has no ${key}`);
    return value;
  };
  return {
    used: wanted("sockets.used"),
    tcp: wanted("TCP.inuse"),
    timeWait: wanted("TCP.tw"),
    udp: wanted("UDP.inuse") + (v4.get("UDPLITE.inuse") ?? 0) + (v6.get("UDP6.inuse") ?? 0) + (v6.get("UDPLITE6.inuse") ?? 0),
    raw: wanted("RAW.inuse") + (v6.get("RAW6.inuse") ?? 0),
    tcp6: v6.get("TCP6.inuse") ?? 0,
  };
}

/** A kernel without IPv6 has no such file, and no IPv6 socket either. */
function readIpv6Text(files: HostFiles, path: string): string {
  try {
    return files.readText(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "";
    throw error;
  }
}
