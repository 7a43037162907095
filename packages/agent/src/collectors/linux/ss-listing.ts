import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { colonEndpoint, peerOf, UNKNOWN_PEER, withoutPort } from "../listing/endpoint.ts";
import { emptyListing, type ListedSocket, linesOf, type SocketListing, shortened } from "../listing/socket-listing.ts";
import { stateOf } from "../listing/state-words.ts";

const { close, timeWait, finWait2 } = TCP_STATE_NUMBER;

const ROW = /^\s*(?:([a-z][a-z0-9_]*)\s+)?([A-Z][A-Z0-9-]+)\s+(\d+)\s+(\d+)\s+(\S+)(?:\s+(\S+))?(.*)$/;

export interface SsFlags {
  /** What -t and -u asked for; with both, or with neither, every row names its protocol. */
  tcp: boolean;
  udp: boolean;
}

/** `ss`, with or without -H, and with -p, -e, -m and -o: the owner and the timer are taken where they stand. */
export function parseSs(text: string, { tcp, udp }: SsFlags): SocketListing {
  const listing = emptyListing();
  const unnamed = tcp !== udp ? (tcp ? "tcp" : "udp") : null;
  const namesUdp = /^\s*udp\s/m.test(text);
  for (const { line, text: row } of linesOf(text)) {
    if (/^\s*(?:Netid\s+)?State\s+Recv-Q/.test(row)) listing.hasHeader = true;
    // A row's details may stand on a line of their own.
    if (/^\s/.test(row) && !ROW.test(row)) continue;
    const match = ROW.exec(row.replace(/(\S)(users:\(\()/, "$1 $2"));
    if (!match) {
      if (/^(tcp|udp|[A-Z][A-Z0-9-]{3,}\s+\d)/.test(row)) listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
      continue;
    }
    const protocol = match[1] ?? unnamed;
    if (protocol !== "tcp" && protocol !== "udp") continue;
    // Old versions call UDP sockets "tcp UNCONN".
    const isMislabelled = protocol === "tcp" && match[2] === "UNCONN" && udp && !namesUdp;
    const socket = readRow(match, isMislabelled ? "udp" : protocol, line);
    if (socket === null) listing.problems.push({ line, what: `no endpoints: ${shortened(row)}` });
    else listing.sockets.push(socket);
    if (socket !== null && match[6] === undefined) listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
  }
  if (listing.sockets.length > 0) listing.hasHeader = true;
  return listing;
}

function readRow(match: RegExpExecArray, protocol: "tcp" | "udp", line: number): ListedSocket | null {
  const [, , stateText, , , localText, remoteText, rest] = match;
  const guess = localText!.startsWith("[") || localText!.split(":").length > 2 ? 6 : 4;
  const local = colonEndpoint(localText!, guess);
  if (!local) return null;
  const far = remoteText === undefined ? null : colonEndpoint(remoteText, guess);
  if (remoteText !== undefined && !far) return null;
  const isNobody = far !== null && far.port === 0 && far.name === null;
  const remote = isNobody ? null : (peerOf(far, remoteText ?? "") ?? UNKNOWN_PEER);
  const state = protocol === "udp" ? close : stateOf(stateText!);
  const owner = /users:\(\("((?:[^"\\]|\\.)*)",(?:pid=)?(\d{1,10})/.exec(rest!);
  const isMini = state === timeWait || state === finWait2;
  return {
    protocol,
    family: local.address?.family ?? guess,
    state,
    local: remoteText === undefined ? withoutPort(local) : local,
    remote,
    pid: owner ? Number(owner[2]) : null,
    process: owner ? owner[1]! : null,
    inode: Number(/\bino:(\d{1,15})\b/.exec(rest!)?.[1] ?? 0),
    expiresMs: isMini ? timerMs(rest!) : null,
    line,
  };
}

const UNIT_MS: Record<string, number> = { min: 60_000, sec: 1000, ms: 1 };

/** `timer:(timewait,1min2sec,0)`, `timer:(timewait,450ms,0)` (iproute2, misc/ss.c, print_ms_timer). */
function timerMs(rest: string): number | null {
  const match = /timer:\(\w+,([\w.]*),\d+\)/.exec(rest);
  if (!match) return null;
  const parts = [...match[1]!.matchAll(/([\d.]+)(min|sec|ms)/g)];
  return parts.length === 0 ? null : Math.round(parts.reduce((sum, [, value, unit]) => sum + Number(value) * UNIT_MS[unit!]!, 0));
}
