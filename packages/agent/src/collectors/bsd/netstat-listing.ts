import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { dottedEndpoint, type ListedEndpoint, peerOf, UNKNOWN_PEER, withoutAddress, withoutPort } from "../listing/endpoint.ts";
import { emptyListing, type ListedSocket, linesOf, type SocketListing, shortened } from "../listing/socket-listing.ts";
import { stateOf, stateOfCut } from "../listing/state-words.ts";

const { close } = TCP_STATE_NUMBER;

/**
 * With -A the columns are 18 wide and cut the port off the end (netstat/inet.c, inetprint). Without, an address is cut to 16
 * characters and its port follows whole.
 */
const CUT_ENDPOINT_LENGTH = 18;
const CUT_ADDRESS_LENGTH = 16;

const ROW = /^\s*(?:([0-9a-f]{8,16})\s+)?(?:[0-9a-f]{1,8}\s+)?(tcp|udp)(4|6|46|64)?\s+(.*)$/;

/** `netstat -an` of macOS and FreeBSD, with -A, -b, -v, -T or -f too: a near end and a far end, each with its port after a dot. */
export function parseBsdNetstat(text: string): SocketListing {
  const listing = emptyListing();
  let pidColumn: number | null = null;
  for (const { line, text: row } of linesOf(text)) {
    if (/^\s*(?:Socket\s.*)?Proto\s/.test(row)) {
      listing.hasHeader = true;
      pidColumn = pidColumnIn(row);
      continue;
    }
    const match = ROW.exec(row);
    if (!match) continue;
    const socket = readRow(match, line, pidColumn);
    if (socket === null) listing.problems.push({ line, what: `no endpoints: ${shortened(row)}` });
    else if (socket !== "none") listing.sockets.push(socket);
    if (socket !== null && socket !== "none" && socket.protocol === "tcp" && socket.remote?.port === null && socket.remote.name === null)
      listing.problems.push({ line, what: `the far port is cut off: ${shortened(row)}` });
  }
  const stateless = listing.sockets.find(({ protocol, state, remote }) => protocol === "tcp" && state === null && remote !== null);
  if (stateless) listing.problems.push({ line: stateless.line, what: "no state, counted as a port in use" });
  if (listing.sockets.length > 0) listing.hasHeader = true;
  return listing;
}

/** Which of the numbers after the state is the PID, where it has a column of its own (-v, until macOS 15). */
function pidColumnIn(header: string): number | null {
  const columns =
    header
      .split(/\(state\)/)[1]
      ?.trim()
      .split(/\s+/) ?? [];
  const at = columns.indexOf("pid");
  return at < 0 ? null : at;
}

function readRow(match: RegExpExecArray, line: number, pidColumn: number | null): ListedSocket | "none" | null {
  const [, pointer, protocolText, families, restText] = match;
  const protocol = protocolText as "tcp" | "udp";
  const tokens = restText!.trimEnd().split(/\s+/);
  const localAt = tokens.findIndex((token) => /[.]/.test(token) && !/^\d+$/.test(token));
  if (localAt < 0) return null;
  const family = families === "6" || families === "46" || families === "64" ? 6 : 4;
  const [localText, remoteText] = [tokens[localAt]!, tokens[localAt + 1]];
  const local = readEndpoint(localText, family, pointer !== undefined);
  if (!local) return null;
  const far = remoteText === undefined ? null : readEndpoint(remoteText, family, pointer !== undefined);
  // A far end that is there and makes no sense is somebody, not nobody: a row may be cut.
  const remote = remoteText === undefined ? null : far ? peerOf(far, remoteText) : UNKNOWN_PEER;
  const isNobody = remote !== null && remote.port === 0 && remote.name === null;
  const socket: ListedSocket = {
    protocol,
    family: local.address?.family ?? family,
    state: protocol === "udp" ? close : null,
    local,
    remote: isNobody ? null : remote,
    pid: null,
    process: null,
    inode: 0,
    expiresMs: null,
    line,
  };
  // A socket that has not taken a port.
  if (local.port === 0 && localText.endsWith(".*")) return "none";
  if (remoteText === undefined) return { ...socket, local: withoutPort(local), remote: UNKNOWN_PEER };
  const after = tokens.slice(localAt + 2);
  if (protocol === "tcp") {
    // With -x columns of numbers stand before the state.
    const stateAt = after.findIndex((token) => /^[A-Z]/.test(token) && stateOf(token) !== null);
    socket.state = stateAt >= 0 ? stateOf(after[stateAt]!) : after.length === 1 ? stateOfCut(after[0]!) : null;
    if (stateAt === 0 || (stateAt < 0 && /^\D/.test(after[0] ?? ""))) after.shift();
  }
  return { ...socket, ...ownerIn(after, pidColumn) };
}

/** macOS cuts what does not fit; a full column may have lost its end. */
function readEndpoint(text: string, family: 4 | 6, isNarrow: boolean): ListedEndpoint | null {
  const read = dottedEndpoint(text, family);
  if (isNarrow && text.length === CUT_ENDPOINT_LENGTH) {
    const cut = read ?? { address: null, name: text, port: null };
    return withoutAddress(withoutPort(cut), text);
  }
  if (read && family === 6 && text.lastIndexOf(".") === CUT_ADDRESS_LENGTH) return withoutAddress(read, text.slice(0, CUT_ADDRESS_LENGTH));
  return read;
}

/** `node:46708` in one column with blanks in the name, since macOS 26; before, a number in a column of its own. */
function ownerIn(tokens: readonly string[], pidColumn: number | null): { pid: number | null; process: string | null } {
  if (pidColumn !== null) {
    const pid = tokens[pidColumn];
    return { pid: pid !== undefined && /^\d{1,10}$/.test(pid) ? Number(pid) : null, process: null };
  }
  const match = /^(?:\d+\s+)+(\S.*?):(\d{1,10})(?:\s+[0-9a-f]{5}\b|\s*$)/.exec(tokens.join(" "));
  return match ? { pid: Number(match[2]), process: match[1]! } : { pid: null, process: null };
}
