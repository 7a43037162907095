import { printableText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import type { HostIdentity } from "@berth/shared/domain/host/snapshot.ts";
import { prettyName } from "../linux/host-identity.ts";
import type { ReplayFile } from "./read-sockets.ts";
import { type FileKind, systemOf } from "./recognise-file.ts";

const UNKNOWN = "unknown";
const LENGTH_MAX = 128;

/** Which system the files are of: by commands that only one has, by its own word, by the shape of its listings. Null where they do not tell, or contradict each other. */
export function systemOfBundle(files: readonly ReplayFile[], sysctls: ReadonlyMap<string, string>): OperatingSystem | null {
  const own = systemByName(firstText(files, "uname")) ?? systemByName(sysctls.get("kern.ostype") ?? sysctls.get("kernel.ostype") ?? "");
  if (own) return own;
  const byCommand = new Set(files.flatMap(({ kind }) => systemOf(kind) ?? []));
  if (byCommand.size > 0) return byCommand.size === 1 ? [...byCommand][0]! : null;
  const byShape = new Set(files.flatMap(({ kind, text }) => (kind.kind === "netstat" ? (systemOfNetstat(text) ?? []) : [])));
  if (byShape.size === 1) return [...byShape][0]!;
  if (sysctls.has("net.ipv4.ip_local_port_range")) return "linux";
  return files.some(({ kind }) => kind.kind === "sysctl-file") ? "linux" : null;
}

function systemByName(text: string): OperatingSystem | null {
  const match = /\b(Linux|Darwin|FreeBSD)\b/.exec(text);
  return match ? (match[1]!.toLowerCase() as OperatingSystem) : null;
}

/** Capitals and colons on Windows, colons on Linux, dots elsewhere, where macOS has two blanks before the near end and FreeBSD one. */
function systemOfNetstat(text: string): OperatingSystem | null {
  if (/^[>\s]*(?:TCP|UDP)\s+\S+:\S/m.test(text)) return "windows";
  if (/^\s*(?:tcp|udp)6?\s+\d+\s+\d+\s+\S*:\S/m.test(text)) return "linux";
  const near = /^(?:[0-9a-f]+\s+){0,2}(?:tcp|udp)(?:4|6|46)\s+\d+\s+\d+( {1,2})\S*\.\S/m.exec(text);
  return near ? (near[1]!.length === 2 ? "darwin" : "freebsd") : null;
}

/** Who the host is, as far as files say. */
export function identityOf(
  os: OperatingSystem,
  files: readonly ReplayFile[],
  sysctls: ReadonlyMap<string, string>,
): Pick<HostIdentity, "hostname" | "os" | "osVersion" | "kernel"> {
  const uname = /^(?:Linux|Darwin|FreeBSD) (\S+) (\S+)/m.exec(firstText(files, "uname"));
  const release = sysctls.get("kern.osrelease") ?? sysctls.get("kernel.osrelease") ?? uname?.[2];
  const version = /\d+\.\d+(?:\.\d+)*/.exec(firstText(files, "windows-version"))?.[0];
  const hostFile = (path: string) => files.find(({ kind }) => kind.kind === "host-file" && kind.path === path)?.text;
  const kernel = version ?? release ?? hostFile("/proc/sys/kernel/osrelease");
  const osVersions: Record<OperatingSystem, string | undefined> = {
    linux: prettyName(hostFile("/etc/os-release") ?? hostFile("/usr/lib/os-release") ?? ""),
    windows: version && `Windows ${version}`,
    darwin: /ProductVersion:\s*(\S+)/.exec(firstText(files, "mac-version"))?.[1],
    freebsd: firstText(files, "freebsd-version").trim() || release,
  };
  const hostname =
    firstText(files, "hostname") || hostFile("/proc/sys/kernel/hostname") || sysctls.get("kern.hostname") || sysctls.get("kernel.hostname");
  return { hostname: label(hostname ?? uname?.[1]), os, osVersion: label(osVersions[os]), kernel: label(kernel) };
}

/** When the files were made, epoch milliseconds: what `date +%s` said, else the newest of them. */
export function capturedAtMs(files: readonly ReplayFile[], newestMs: number): number {
  const seconds = /^\s*(\d{9,11})\s*$/.exec(firstText(files, "date"));
  return seconds ? Number(seconds[1]) * 1000 : newestMs;
}

const firstText = (files: readonly ReplayFile[], wanted: FileKind["kind"]): string =>
  files.find(({ kind }) => kind.kind === wanted)?.text.trim() ?? "";

/** Text of another host: one line, nothing that a terminal acts on. */
function label(text: string | undefined): string {
  return printableText((text ?? "").trim(), LENGTH_MAX, " ").trim() || UNKNOWN;
}
