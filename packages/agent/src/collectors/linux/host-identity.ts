import type { HostFiles } from "../host-files.ts";

/** What of a host's identity is in files. Unreadable parts get a word, not a gap: they only label. */
export interface HostRelease {
  osVersion: string;
  kernel: string;
  bootId: string;
}

const UNKNOWN = "unknown";
const LENGTH_MAX = 128;

export function readHostRelease(files: HostFiles): HostRelease {
  return {
    osVersion: firstOf(["/etc/os-release", "/usr/lib/os-release"], (path) => prettyName(files.readText(path))),
    kernel: firstOf(["/proc/sys/kernel/osrelease"], (path) => files.readText(path)),
    bootId: firstOf(["/proc/sys/kernel/random/boot_id"], (path) => files.readText(path)),
  };
}

/** os-release(5): `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"`, quoted in one of two ways or bare. */
export function prettyName(text: string): string {
  const match = /^PRETTY_NAME=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S*))\s*$/m.exec(text);
  return (match?.[1]?.replaceAll(/\\(.)/g, "$1") ?? match?.[2] ?? match?.[3] ?? "").trim();
}

/** Linux 6.8 taught INET_DIAG to show bound-inactive TCP sockets (commit 91051f003948). A kernel of unknown version counts as older. */
export function showsBoundInactive(kernel: string): boolean {
  const match = /^(\d+)\.(\d+)/.exec(kernel);
  if (!match) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > 6 || (major === 6 && minor >= 8);
}

function firstOf(paths: string[], read: (path: string) => string): string {
  for (const path of paths) {
    try {
      const text = read(path).trim().slice(0, LENGTH_MAX);
      if (text !== "") return text;
    } catch {
      // The next path, or no answer.
    }
  }
  return UNKNOWN;
}

/** Time since the system started; null where /proc does not say. */
export function readUptimeMs(files: HostFiles): number | null {
  try {
    const seconds = /^(\d+(?:\.\d+)?) /.exec(files.readText("/proc/uptime"))?.[1];
    return seconds === undefined ? null : Math.round(Number(seconds) * 1000);
  } catch {
    return null;
  }
}
