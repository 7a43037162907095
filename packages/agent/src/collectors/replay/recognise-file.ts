import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import { CommandWords } from "./command-flags.ts";
import { fileNameOf, wordsOf } from "./file-name.ts";
import { isContainerLogs, isLogName } from "./log-file-name.ts";

/** What a file of a bundle holds, by its name. */
export type FileKind =
  | { kind: "proc-sockets"; protocol: "tcp" | "udp"; family: 4 | 6 }
  | { kind: "netstat" | "ss" | "lsof" | "sockstat" | "net-tcp" | "net-udp" | "tasklist" | "registry" | "net-setting"; flags: CommandWords }
  | { kind: "dynamic-ports" | "excluded-ports"; protocol: "tcp" | "udp"; family: 4 | 6 }
  | { kind: "host-file"; path: string }
  | { kind: "sysctl"; isAll: boolean; onlyKey: string | null }
  | { kind: "sysctl-file"; path: string }
  | { kind: "log" }
  | { kind: "nft" | "iptables-save" | "ip6tables-save" | "rpcinfo" | "epmd" | "processes" | "docker" }
  | { kind: "uname" | "hostname" | "windows-version" | "mac-version" | "freebsd-version" | "date" | "uptime" }
  /** Known, and nothing in it is judged. */
  | { kind: "spare" };

const PROC_SYS = "/proc/sys/net/";
const KNOWN_FILES = [
  ...["sockstat", "sockstat6", "snmp", "netstat", "unix", "netlink", "packet"].map((name) => `/proc/net/${name}`),
  ...["count", "max", "buckets"].map((name) => `/proc/sys/net/netfilter/nf_conntrack_${name}`),
  ...["tcp_timeout_established", "tcp_timeout_time_wait"].map((name) => `/proc/sys/net/netfilter/nf_conntrack_${name}`),
  "/proc/net/stat/nf_conntrack",
  "/proc/sys/kernel/osrelease",
  "/proc/sys/kernel/hostname",
  "/proc/uptime",
  "/etc/os-release",
  "/usr/lib/os-release",
];

/** /proc/net is a link to the reader's own. Another process may live in another network namespace. */
const OWN_PROC = /^proc_(?:self|thread-self|1)_net_/;

/** What a file holds, by the command that its name keeps; null where nobody knows such a command. */
export function recogniseFile(name: string): FileKind | null {
  if (name.endsWith("/")) return null;
  const plain = plainName(name);
  const path = plain.replace(OWN_PROC, "proc_net_");
  if (isContainerLogs(name)) return { kind: "log" };
  const known = proc(path) ?? fileOf(plain) ?? proc(pathLike(path)) ?? command(wordsOf(`${plain}.txt`), plain);
  return known ?? (isLogName(name) ? { kind: "log" } : null);
}

/** Without its ending, be it there twice or in capitals, and without the mark of a copy. */
const plainName = (name: string): string =>
  name
    .replace(COPY_MARK, "")
    .replace(/(\.(?:txt|json|csv|log|out))\1*$/i, "")
    .replace(COPY_MARK, "")
    .replace(/^cat[_ ]+/, "")
    .replace(/^_+/, "")
    .replace(/ +/g, "_");

/** What file managers put into a second file of one name: `netstat_-ano (1).txt`. */
const COPY_MARK = /\s*\(\d+\)(?=$|\.\w+$)/;

/** A path of /proc in capitals or with other signs between its words, and the last word of one. */
const pathLike = (plain: string): string =>
  plain
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "_")
    .replace(/^(?=ip_local_|ip_unprivileged_port_start$|tcp_tw_reuse|tcp_timestamps$|tcp_max_tw_buckets$)/, "proc_sys_net_ipv4_");

function proc(plain: string): FileKind | null {
  const table = /^proc_net_(tcp|udp)(6)?$/.exec(plain);
  if (table) return { kind: "proc-sockets", protocol: table[1] as "tcp" | "udp", family: table[2] ? 6 : 4 };
  const known = KNOWN_FILES.find((path) => fileNameOf(path) === `${plain}.txt`);
  if (known) return { kind: "host-file", path: known };
  const setting = /^proc_sys_net_(ipv4|core|netfilter|ipv6)_([a-z0-9_]+)$/.exec(plain);
  return setting ? { kind: "host-file", path: `${PROC_SYS}${setting[1]}/${setting[2]}` } : null;
}

const SYSCTL_FOLDER = /^(etc|run|usr_local_lib|usr_lib|lib)_sysctl\.d_(.+)$/;

function fileOf(plain: string): FileKind | null {
  if (plain === "etc_sysctl.conf") return { kind: "sysctl-file", path: "/etc/sysctl.conf" };
  const file = SYSCTL_FOLDER.exec(plain);
  if (file) return { kind: "sysctl-file", path: `/${file[1]!.replaceAll("_", "/")}/sysctl.d/${file[2]}` };
  return /^var_log_/.test(plain) ? { kind: "log" } : null;
}

const LOG_COMMANDS = ["journalctl", "dmesg", "log", "get-winevent", "get-eventlog", "wevtutil"];
const SPARE = ["ufw", "iptables", "ip6tables", "pfctl", "ip", "ethtool", "conntrack", "firewall-cmd", "get-netfirewallprofile"];

const SIMPLE: Record<string, FileKind["kind"]> = {
  "iptables-save": "iptables-save",
  "ip6tables-save": "ip6tables-save",
  rpcinfo: "rpcinfo",
  epmd: "epmd",
  ps: "processes",
  docker: "docker",
  podman: "docker",
  uname: "uname",
  hostname: "hostname",
  ver: "windows-version",
  sw_vers: "mac-version",
  "freebsd-version": "freebsd-version",
  date: "date",
  uptime: "uptime",
};

const FLAGGED: Record<string, FileKind["kind"]> = {
  netstat: "netstat",
  ss: "ss",
  lsof: "lsof",
  sockstat: "sockstat",
  "get-nettcpconnection": "net-tcp",
  "get-netudpendpoint": "net-udp",
  "get-nettcpsetting": "net-setting",
  tasklist: "tasklist",
  reg: "registry",
};

/** Programs whose output is judged. */
export const PROGRAMS: readonly string[] = [...Object.keys(SIMPLE), ...Object.keys(FLAGGED), "netsh", "sysctl", "nft", ...LOG_COMMANDS];

/** Flags that ask for statistics, routes or groups instead of sockets. */
const SUMMARIES: Record<string, string> = { netstat: "srg", ss: "s" };

function command(words: readonly string[], plain: string): FileKind | null {
  // A path or an ending before the program's name, as in `usr_sbin_ss_-tan` or `netstat.exe_-ano`.
  const [first = "", ...written] = words;
  const rest = written.map((word) => word.toLowerCase());
  const program = first.toLowerCase().replace(/\.exe$/, "");
  if (plain.toLowerCase() === "sw_vers") return { kind: "mac-version" };
  if (program === "usr" || program === "sbin" || program === "bin") return command(written, plain);
  if (program === "netsh") return netsh(rest);
  if (program === "sysctl") return sysctl(plain);
  if (program === "nft") return rest.includes("-j") || rest.includes("json") ? { kind: "nft" } : { kind: "spare" };
  if (program === "cmd")
    return command(
      written.filter((word) => word !== "c"),
      plain,
    );
  const flagged = FLAGGED[program];
  // Safe because FLAGGED names kinds that have flags, and SIMPLE such as have none.
  if (flagged) {
    const flags = new CommandWords([program, ...written]);
    const isSummary = [...(SUMMARIES[program] ?? "")].some((letter) => flags.has(letter));
    return isSummary ? { kind: "spare" } : ({ kind: flagged, flags } as FileKind);
  }
  if ((program === "docker" || program === "podman") && !rest.includes("ps")) return { kind: "spare" };
  const simple = SIMPLE[program];
  if (simple) return { kind: simple } as FileKind;
  if (LOG_COMMANDS.includes(program)) return { kind: "log" };
  return SPARE.includes(program) ? { kind: "spare" } : null;
}

function netsh(words: readonly string[]): FileKind | null {
  const family = words.includes("ipv6") ? 6 : 4;
  const protocol = words.some((word) => /udp/.test(word)) && !words.some((word) => /tcp/.test(word)) ? "udp" : "tcp";
  if (words.some((word) => /^dynamicport/.test(word))) return { kind: "dynamic-ports", protocol, family };
  if (words.some((word) => /^excludedport/.test(word))) return { kind: "excluded-ports", protocol, family };
  return null;
}

/** `sysctl -a`, `sysctl net.inet.ip.portrange`, `sysctl -n net.inet.ip.portrange.first`. Keys keep their underscores. */
function sysctl(plain: string): FileKind {
  const keys = plain.replace(/^sysctl_?/, "").split(/_(?=-)|^(?=-)/);
  const isAll = keys.some((word) => /^-[aA]/.test(word));
  const only = /^sysctl_-[neb]+_([a-z][\w.]*)$/.exec(plain);
  return { kind: "sysctl", isAll, onlyKey: only && /n/.test(plain.slice(0, 12)) ? only[1]! : null };
}

const SYSTEM: Partial<Record<FileKind["kind"], OperatingSystem>> = {
  "proc-sockets": "linux",
  "host-file": "linux",
  ss: "linux",
  nft: "linux",
  "iptables-save": "linux",
  "ip6tables-save": "linux",
  "net-tcp": "windows",
  "net-udp": "windows",
  "net-setting": "windows",
  tasklist: "windows",
  registry: "windows",
  "dynamic-ports": "windows",
  "excluded-ports": "windows",
  "windows-version": "windows",
  "mac-version": "darwin",
  sockstat: "freebsd",
  "freebsd-version": "freebsd",
};

/** What a kind of file says of the system; null where several have such a command. */
export const systemOf = ({ kind }: FileKind): OperatingSystem | null => SYSTEM[kind] ?? null;
