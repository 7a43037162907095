import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { colonEndpoint, type ListedEndpoint, peerOf, UNKNOWN_PEER, withoutAddress, withoutPort } from "../listing/endpoint.ts";
import { emptyListing, type ListedSocket, linesOf, type SocketListing, shortened } from "../listing/socket-listing.ts";
import { stateOf, stateOfCut } from "../listing/state-words.ts";

const { close, listen } = TCP_STATE_NUMBER;

/** net-tools cuts an address so that it and its port fill the column; the port stays whole. */
const COLUMN = 23;

const ROW = /^\s*(tcp|udp)(6|l|l6)?\s+(\d+)\s+(\d+)\s+(\S+)(?:\s+(\S+)(?:\s+(.*?))?)?\s*$/;

/** `netstat` of net-tools and busybox in any language, with -a, -l, -p, -e, -o and -n. */
export function parseLinuxNetstat(text: string): SocketListing {
  const listing = emptyListing();
  const unknown = new Map<string, number>();
  const rows = linesOf(text).flatMap(({ line, text: row }) => {
    if (/Recv-Q\s+Send-Q/.test(row)) listing.hasHeader = true;
    const match = ROW.exec(row);
    if (!match && /^\s*(tcp|udp)6?\s/.test(row)) listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
    return match ? [{ line, row, match }] : [];
  });
  const isWide = rows.some(({ match }) => match[5]!.length > COLUMN || (match[6]?.length ?? 0) > COLUMN);
  for (const { line, row, match } of rows) {
    const read = readRow(match, line, isWide);
    if (read === null) {
      listing.problems.push({ line, what: `no endpoints: ${shortened(row)}` });
      continue;
    }
    listing.sockets.push(read.socket);
    if (match[6] === undefined || (read.socket.protocol === "tcp" && match[7] === undefined))
      listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
    else if (read.word !== "" && read.socket.state === null && !unknown.has(read.word)) unknown.set(read.word, line);
  }
  for (const [word, line] of unknown) listing.problems.push({ line, what: `unknown state ${shortened(word)}, counted as a port in use` });
  if (listing.sockets.length > 0) listing.hasHeader = true;
  return listing;
}

function readRow(match: RegExpExecArray, line: number, isWide: boolean): { socket: ListedSocket; word: string } | null {
  const [, protocolText, six, , , localText, remoteText, rest = ""] = match;
  const protocol = protocolText as "tcp" | "udp";
  // busybox calls IPv6 rows "tcp" too.
  const family = six?.endsWith("6") || localText!.split(":").length > 2 ? 6 : 4;
  const local = readEndpoint(localText!, family, isWide);
  const far = remoteText === undefined ? null : readEndpoint(remoteText, family, isWide);
  if (!local || (remoteText !== undefined && !far)) return null;
  const isNobody = far !== null && far.port === 0 && remoteText!.endsWith(":*");
  const remote = isNobody ? null : (peerOf(far, remoteText ?? "") ?? UNKNOWN_PEER);
  const tokens = rest.split(/\s+/);
  const word = protocol === "tcp" && /^[^\d\s\-/]/.test(tokens[0] ?? "") ? tokens[0]! : "";
  const state = protocol === "udp" ? close : (stateOf(word) ?? (tokens.length === 1 ? stateOfCut(word) : null));
  const owner = /(?:^|\s)(\d{1,10})\/(\S.*?)(?:\s{2,}.*|\s+(?:off|on|keepalive|timewait|unkn-\d)\s*\(.*)?$/.exec(rest);
  const socket: ListedSocket = {
    protocol,
    family: local.address?.family ?? family,
    state: state ?? (remote === null && word !== "" ? listen : null),
    local: remoteText === undefined ? withoutPort(local) : local,
    remote,
    pid: owner ? Number(owner[1]) : null,
    process: owner ? owner[2]! : null,
    inode: 0,
    expiresMs: timerMs(rest),
    line,
  };
  return { socket, word };
}

function readEndpoint(text: string, family: 4 | 6, isWide: boolean): ListedEndpoint | null {
  const read = colonEndpoint(text, family);
  const mayBeCut = !isWide && family === 6 && text.length >= COLUMN - 1;
  return read && mayBeCut ? withoutAddress(read, text.slice(0, text.lastIndexOf(":"))) : read;
}

/** `timewait (12.34/0/0)`, with -o: seconds until the timer fires. */
function timerMs(rest: string): number | null {
  const match = /\btimewait \((\d+\.\d+)\//.exec(rest);
  return match ? Math.round(Number(match[1]) * 1000) : null;
}
