import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import { parseLsof } from "../bsd/lsof-listing.ts";
import { parseBsdNetstat } from "../bsd/netstat-listing.ts";
import { parseSockstat } from "../freebsd/sockstat-listing.ts";
import { parseLinuxNetstat } from "../linux/netstat-listing.ts";
import { parseProcNet } from "../linux/proc-net-listing.ts";
import { parseSs } from "../linux/ss-listing.ts";
import { kindOf, type ListedSocket, type SocketKind, type SocketListing } from "../listing/socket-listing.ts";
import { parseNetConnections } from "../windows/connection-listing.ts";
import { parseWindowsNetstat } from "../windows/netstat-listing.ts";
import {
  bsdNetstatCoverage,
  type Coverage,
  linuxNetstatCoverage,
  lsofCoverage,
  netTcpCoverage,
  ONLY_UDP,
  procCoverage,
  protocolsOf,
  sockstatCoverage,
  ssCoverage,
  type TcpClass,
  windowsNetstatCoverage,
} from "./command-flags.ts";
import type { FileKind } from "./recognise-file.ts";

/** A file of the bundle that was recognised and decoded. */
export interface ReplayFile {
  name: string;
  kind: FileKind;
  text: string;
}

/** A socket and the file that shows it. */
export interface PlacedSocket extends ListedSocket {
  file: string;
}

export interface SocketsRead {
  sockets: PlacedSocket[];
  /** `isWhole`: it is about the file, not about that line. */
  problems: { file: string; line: number; what: string; isWhole?: true }[];
  /** What the files together show whole. */
  tcp: ReadonlySet<TcpClass>;
  udp: ReadonlySet<4 | 6>;
  /** Rows with an owner, of any file: two listings of one moment complete each other. */
  owned: PlacedSocket[];
  files: string[];
}

/** Files in the order in which they are believed: exact tables first, what processes hold last. */
const ORDER: readonly FileKind["kind"][] = ["proc-sockets", "net-tcp", "net-udp", "ss", "netstat", "lsof", "sockstat"];

/**
 * Every socket of the bundle once. A file adds only the classes of sockets that no file before it shows: two listings are
 * never of quite the same moment, and adding them up would count sockets twice.
 */
export function readSockets(files: readonly ReplayFile[], os: OperatingSystem): SocketsRead {
  const read: SocketsRead = { sockets: [], problems: [], tcp: new Set(), udp: new Set(), owned: [], files: [] };
  const [tcp, udp] = [new Set<TcpClass>(), new Set<4 | 6>()];
  const listings = files
    .flatMap((file) => listingOf(file, os) ?? [])
    .sort((a, b) => ORDER.indexOf(a.file.kind.kind) - ORDER.indexOf(b.file.kind.kind) || sizeOf(b.shown) - sizeOf(a.shown));
  for (const { file, listing, shown } of listings) {
    const problems = listing.problems.map((problem) => ({ file: file.name, ...problem }));
    if (listing.sockets.length === 0 && !listing.hasHeader) {
      read.problems.push({
        file: file.name,
        line: 1,
        what: file.text.trim() === "" ? "the file is empty" : "no socket in it",
        isWhole: true,
      });
      continue;
    }
    const placed = listing.sockets.map((socket): PlacedSocket => ({ ...socket, file: file.name }));
    const [newTcp, newUdp] = [without(shown.tcp, tcp), without(shown.udp, udp)];
    for (const socket of placed) if (socket.pid !== null && socket.pid !== 0) read.owned.push(socket);
    if (newTcp.size + newUdp.size === 0) continue;
    read.files.push(file.name);
    for (const problem of problems) read.problems.push(problem);
    for (const socket of placed) if (isNew(socket, newTcp, newUdp)) read.sockets.push(socket);
    // What a filter let through is there, but not all of it.
    if (shown.isFiltered) read.problems.push({ file: file.name, line: 1, what: "a filter left lines out", isWhole: true });
    for (const each of shown.isFiltered ? [] : newTcp) tcp.add(each);
    for (const each of shown.isFiltered ? [] : newUdp) udp.add(each);
  }
  return { ...read, tcp, udp };
}

const sizeOf = ({ tcp, udp, isFiltered }: Coverage): number => (isFiltered ? 0 : tcp.size + udp.size);

const without = <T>(all: ReadonlySet<T>, known: ReadonlySet<T>): Set<T> => new Set([...all].filter((each) => !known.has(each)));

function isNew(socket: ListedSocket, tcp: ReadonlySet<TcpClass>, udp: ReadonlySet<4 | 6>): boolean {
  if (socket.protocol === "udp") return udp.has(socket.family);
  const kind = kindOf(socket);
  // A v4-mapped socket may stand in either table.
  return tcp.has(`${socket.family} ${kind}`) || (socket.family === 4 && tcp.has(`6 ${kind}`) && !tcp.has(`4 ${kind}`));
}

function listingOf(file: ReplayFile, os: OperatingSystem): { file: ReplayFile; listing: SocketListing; shown: Coverage } | null {
  const { kind, text } = file;
  switch (kind.kind) {
    case "proc-sockets":
      return { file, listing: parseProcNet(text, kind.protocol), shown: procCoverage(kind.protocol, kind.family) };
    case "ss": {
      const [tcp, udp] = protocolsOf(kind.flags);
      return { file, listing: parseSs(text, { tcp, udp }), shown: ssCoverage(kind.flags) };
    }
    case "netstat":
      if (os === "windows") return { file, listing: parseWindowsNetstat(text), shown: windowsNetstatCoverage(kind.flags) };
      if (os === "linux") return { file, listing: parseLinuxNetstat(text), shown: linuxNetstatCoverage(kind.flags) };
      return { file, listing: parseBsdNetstat(text), shown: bsdNetstatCoverage(kind.flags) };
    case "lsof":
      return { file, listing: parseLsof(text), shown: lsofCoverage(kind.flags) };
    case "sockstat":
      return { file, listing: parseSockstat(text), shown: sockstatCoverage(kind.flags) };
    case "net-tcp":
      return { file, listing: parseNetConnections(text, "tcp"), shown: netTcpCoverage(kind.flags) };
    case "net-udp":
      return { file, listing: parseNetConnections(text, "udp"), shown: { ...ONLY_UDP, isFiltered: kind.flags.isFiltered } };
    default:
      return null;
  }
}

/** Classes that a whole look at TCP has, and what each is called where it is missing. */
export function missingClasses(tcp: ReadonlySet<TcpClass>): string[] {
  const kinds: readonly SocketKind[] = ["listening", "connected", "timeWait"];
  const word: Record<SocketKind, string> = { listening: "listeners", connected: "connections", timeWait: "TIME_WAIT", bound: "" };
  return ([4, 6] as const).flatMap((family) =>
    kinds.filter((kind) => !tcp.has(`${family} ${kind}`)).map((kind) => `${word[kind]} of IPv${family}`),
  );
}
