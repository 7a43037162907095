import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { colonEndpoint, peerOf } from "../listing/endpoint.ts";
import { emptyListing, type ListedSocket, linesOf, type SocketListing, shortened } from "../listing/socket-listing.ts";
import { stateOf } from "../listing/state-words.ts";

const { close, listen } = TCP_STATE_NUMBER;

const ROW = /^\s*(\S+)\s+(\S.*?)\s+(tcp|udp)(46|4|6)\s*(\S+)\s+(\S+)(?:\s+(.*?))?\s*$/;

/**
 * `sockstat` of FreeBSD, with -4, -6, -c, -l and -s. Columns touch where a value is wide, so a row is told by its protocol
 * and the two endpoints after it. Without -s there are no states, and sockets that nobody owns any more have "?" as owner.
 */
export function parseSockstat(text: string): SocketListing {
  const listing = emptyListing();
  for (const { line, text: row } of linesOf(text)) {
    if (/^USER\s+COMMAND/.test(row)) {
      listing.hasHeader = true;
      continue;
    }
    const match = ROW.exec(row);
    if (!match) {
      if (/\s(tcp|udp)(46|4|6)\b/.test(row)) listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
      continue;
    }
    const socket = readRow(match, line);
    if (socket === null) listing.problems.push({ line, what: `no endpoints: ${shortened(row)}` });
    else if (socket !== "none") listing.sockets.push(socket);
  }
  if (listing.sockets.length > 0) listing.hasHeader = true;
  return listing;
}

function readRow(match: RegExpExecArray, line: number): ListedSocket | "none" | null {
  const [, , owner, protocolText, families, localText, remoteText, rest = ""] = match;
  const protocol = protocolText as "tcp" | "udp";
  const family = families === "4" ? 4 : 6;
  const local = colonEndpoint(localText!, family);
  const far = colonEndpoint(remoteText!, family);
  if (!local || !far) return null;
  if (local.port === 0 && localText!.endsWith(":*")) return "none";
  const remote = far.port === 0 && far.name === null ? null : peerOf(far, remoteText!);
  const state =
    rest
      .split(/\s+/)
      .map(stateOf)
      .findLast((each) => each !== null) ?? null;
  // `sshd       45933 4`: the process, its PID and the descriptor; a question mark each where the kernel owns the socket.
  const process = /^(\S.*?)\s+(\d{1,10})\s+(?:\d{1,10}|-|\?)$/.exec(owner!);
  return {
    protocol,
    family: local.address?.family ?? family,
    state: protocol === "udp" ? close : (state ?? (remote === null ? listen : null)),
    local,
    remote,
    pid: process ? Number(process[2]) : null,
    process: process ? process[1]! : null,
    inode: 0,
    expiresMs: null,
    line,
  };
}
