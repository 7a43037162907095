import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import type { NetworkSettings } from "@berth/shared/domain/host/settings.ts";
import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import { gap } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { unexplainedSockets } from "../linux/hidden-sockets.ts";
import { readSockstat } from "../linux/sockstat.ts";
import type { NamespaceReading } from "../namespace-reading.ts";
import { fileNameOf } from "./file-name.ts";
import { fillTable } from "./fill-table.ts";
import { NameBook } from "./name-book.ts";
import { NAMESPACE_ID, type ReplayNetwork } from "./network-of-bundle.ts";
import { missingClasses, type SocketsRead } from "./read-sockets.ts";
import { spreadCloses } from "./spread-closes.ts";

/** So large a share of the ports may be missing from a listing before nothing can be said of it; below, the interval bears it. */
const LOSS_RATIO_MAX = 0.005;

interface BundleSources {
  os: OperatingSystem;
  network: ReplayNetwork;
  sockets: SocketsRead;
  hostFiles: HostFiles;
}

const COLLECT: Record<OperatingSystem, string> = {
  linux: "collect cat /proc/net/tcp and tcp6, or ss -tanp",
  windows: "collect netstat -ano or Get-NetTCPConnection",
  darwin: "collect netstat -anv",
  freebsd: "collect netstat -an",
};

const COLLECT_OWNERS: Record<OperatingSystem, string> = {
  linux: "collect ss -tanp as root",
  windows: "collect netstat -anoq and tasklist /fo csv",
  darwin: "collect netstat -anv or lsof -nP -i",
  freebsd: "collect sockstat -46s",
};

/** The sockets, range and settings of the one namespace that a bundle shows, and what it does not show. */
export function readingOfBundle({ os, network, sockets, hostFiles }: BundleSources): { reading: NamespaceReading; names: NameBook } {
  const gaps: Gap[] = [...network.gaps];
  const names = new NameBook();
  const tcpRows = sockets.sockets.filter(({ protocol }) => protocol === "tcp");
  const udpRows = sockets.sockets.filter(({ protocol }) => protocol === "udp");
  const hasTcp = sockets.tcp.size > 0 || tcpRows.length > 0;
  const hasUdp = sockets.udp.size > 0 || udpRows.length > 0;
  const tcp = hasTcp ? fillTable(tcpRows, network, names) : null;
  const udp = hasUdp ? fillTable(udpRows, network, names) : null;
  const lost = tcpRows.filter(({ local }) => local.port === null).length + sockets.problems.length;
  if (hasTcp) gaps.push(...tcpGaps(os, network, sockets, lost));
  else
    gaps.push(
      gap("tcp", "unsupported", NAMESPACE_ID, `${problemText(sockets) ?? "no listing of sockets is in the bundle"}: ${COLLECT[os]}`),
    );
  gaps.push(...udpGaps(sockets, hasUdp, udpRows.filter(({ local }) => local.port === null).length));
  if (hasTcp && sockets.owned.length === 0)
    gaps.push(gap("processes", "unsupported", NAMESPACE_ID, `no file names the processes of sockets: ${COLLECT_OWNERS[os]}`));
  const hidden = hiddenBound(os, sockets, hostFiles);
  if (hidden !== 0) gaps.push(gap("boundInactive", "unsupported", NAMESPACE_ID, hiddenHint(os, hidden)));
  return {
    reading: {
      id: NAMESPACE_ID,
      kind: "host",
      name: null,
      source: "listing",
      range: network.range,
      reserved: network.reserved,
      settings: os === "linux" ? network.settings : withoutReuse(network.settings),
      tcp,
      udp,
      hiddenSocketsMax: hidden === null ? null : hidden + lost,
      gaps,
    },
    names,
  };
}

/** Taking a TIME_WAIT entry over is Linux's alone. */
const withoutReuse = (settings: NetworkSettings): NetworkSettings => ({ ...settings, tcpTwReuse: 0 });

function tcpGaps(os: OperatingSystem, network: ReplayNetwork, sockets: SocketsRead, lost: number): Gap[] {
  const missing = missingClasses(sockets.tcp);
  const partial =
    missing.length === 0
      ? []
      : [
          {
            ...gap("tcp", "truncated", NAMESPACE_ID, `not in the bundle: ${missing.join(", ")}; ${COLLECT[os]}`),
            ...missingTable("tcp", sockets, missingFamily(sockets.tcp)),
          },
        ];
  if (lost === 0) return partial;
  const capacity = network.range && network.reserved ? capacityOf(network.range, network.reserved) : 0;
  const part = lost > capacity * LOSS_RATIO_MAX ? "tcp" : "boundInactive";
  const hint = `${problemText(sockets) ?? "ports that are names or cut off"}; ${lost} in all`;
  const [first] = sockets.problems;
  const at = first && !first.isWhole ? { at: { file: first.file, line: first.line } } : {};
  return [...partial, { ...gap(part, "malformed", NAMESPACE_ID, hint), ...at }];
}

/** The family of which nothing is shown, where the other is whole. */
function missingFamily(tcp: SocketsRead["tcp"]): 4 | 6 | null {
  const isWhole = (family: 4 | 6) => !missingClasses(tcp).some((each) => each.endsWith(`IPv${family}`));
  const isShown = (family: 4 | 6) => [...tcp].some((each) => each.startsWith(`${family} `));
  return ([4, 6] as const).find((family) => !isShown(family) && isWhole(family === 4 ? 6 : 4)) ?? null;
}

/** The kernel's table of a family, where the other one's is in the bundle. */
function missingTable(protocol: "tcp" | "udp", { files }: SocketsRead, family: 4 | 6 | null): Pick<Gap, "at"> {
  const name = (each: 4 | 6) => fileNameOf(`/proc/net/${protocol}${each === 6 ? "6" : ""}`);
  return family !== null && files.includes(name(family === 4 ? 6 : 4)) ? { at: { file: name(family), line: null } } : {};
}

function udpGaps(sockets: SocketsRead, hasUdp: boolean, lost: number): Gap[] {
  const { udp } = sockets;
  if (!hasUdp) return [gap("udp", "unsupported", NAMESPACE_ID, "no listing of UDP sockets is in the bundle")];
  const missing = ([4, 6] as const).filter((family) => !udp.has(family));
  return [
    ...(missing.length > 0
      ? [
          {
            ...gap("udp", "truncated", NAMESPACE_ID, `not in the bundle: UDP of ${missing.map((family) => `IPv${family}`).join(" and ")}`),
            ...missingTable("udp", sockets, missing.length === 1 ? missing[0]! : null),
          },
        ]
      : []),
    ...(lost > 0 ? [gap("udp", "malformed", NAMESPACE_ID, `${lost} UDP sockets whose port is a name or cut off`)] : []),
  ];
}

const problemText = ({ problems: [first] }: SocketsRead): string | null =>
  first ? `${first.file} line ${first.line}: ${first.what}` : null;

/** How many bound sockets the listings cannot show: none where they show such sockets, else what sockstat leaves unexplained. */
function hiddenBound(os: OperatingSystem, { tcp }: SocketsRead, files: HostFiles): number | null {
  if (tcp.has("4 bound") && tcp.has("6 bound")) return 0;
  if (os !== "linux") return null;
  try {
    // Without the totals of IPv6 its sockets stay among the unexplained ones: the bound is looser, and a bound.
    const lenient = {
      ...files,
      readText: (path: string) => (path.endsWith("/sockstat6") ? textOrNone(files, path) : files.readText(path)),
    };
    return Math.max(0, unexplainedSockets(files, "/proc/net", readSockstat(lenient, "/proc/net")));
  } catch {
    return null;
  }
}

function textOrNone(files: HostFiles, path: string): string {
  try {
    return files.readText(path);
  } catch {
    return "";
  }
}

const HIDDEN_COLLECT: Record<OperatingSystem, string> = {
  linux: "collect /proc/net/sockstat, sockstat6, unix, netlink and packet for a bound",
  windows: "collect netstat -anoq or Get-NetTCPConnection",
  darwin: "collect netstat -an",
  freebsd: "collect netstat -an",
};

const hiddenHint = (os: OperatingSystem, hidden: number | null): string =>
  `${hidden === null ? "an unknown number of" : `up to ${hidden}`} bound sockets do not show in these files: ${HIDDEN_COLLECT[os]}`;

/** What a listing's figures mean: names in the place of the addresses that stood for them, rates without ages as means. */
export function withNames(
  namespace: NamespaceSnapshot,
  { names, hasAges, holdSeconds }: { names: NameBook; hasAges: boolean; holdSeconds: number },
): NamespaceSnapshot {
  const { settled, ...plain } = namespace;
  const hasTimeWait = namespace.tuples.some(({ timeWait }) => timeWait > 0);
  const dated = hasAges || !hasTimeWait ? plain : spreadCloses(plain, holdSeconds);
  if (names.size === 0) return dated;
  const textOf = (address: string) => names.textOf(address);
  return {
    ...dated,
    tuples: dated.tuples.map((tuple) => ({
      ...tuple,
      source: textOf(tuple.source),
      destination: { ...tuple.destination, address: textOf(tuple.destination.address) },
    })),
    pools: dated.pools.map((pool) => ({ ...pool, source: textOf(pool.source) })),
    listeners: dated.listeners.map((listener) => ({ ...listener, address: textOf(listener.address) })),
    strip: dated.strip && {
      ...dated.strip,
      source: dated.strip.source && textOf(dated.strip.source),
      destination: dated.strip.destination && { ...dated.strip.destination, address: textOf(dated.strip.destination.address) },
    },
  };
}
