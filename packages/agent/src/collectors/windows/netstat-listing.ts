import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { colonEndpoint, peerOf, UNKNOWN_PEER, withoutPort } from "../listing/endpoint.ts";
import { emptyListing, type ListedSocket, linesOf, type SocketListing, shortened } from "../listing/socket-listing.ts";
import { stateOf, stateOfCut } from "../listing/state-words.ts";

const { listen, timeWait, close } = TCP_STATE_NUMBER;

/** Marks that Select-String and quoting in mail put before a line. */
const ROW = /^[>\s]*(TCP|UDP)(?:v[46])?\s+(\S+)(?:\s+(\S+)(?:\s+(.*?))?)?\s*$/i;
const OWNER = /^[>\s]*\[([^\]]{1,128})\]\s*$/;

/**
 * `netstat` of Windows in any language and with any of -a -n -o -b -q -t. A row is told by its protocol and its two
 * endpoints; PID 0 tells TIME_WAIT, and a peer on port 0 a listener, where the state's word is not known.
 */
export function parseWindowsNetstat(text: string): SocketListing {
  const listing = emptyListing();
  const pending: { socket: ListedSocket; word: string }[] = [];
  let last: ListedSocket | null = null;
  for (const { line, text: row } of linesOf(text)) {
    const owner = OWNER.exec(row);
    if (owner && last) last.process ??= owner[1]!;
    const match = ROW.exec(row);
    if (!match) continue;
    const read = readRow(match, line);
    if (typeof read === "string") {
      listing.problems.push({ line, what: read });
      continue;
    }
    last = read.socket;
    listing.sockets.push(last);
    if (read.word !== "" && last.state === null) pending.push({ socket: last, word: read.word });
    if (read.isCut) listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
  }
  settleUnknown(listing, pending);
  listing.hasHeader = listing.sockets.length > 0 || /^\s*\S+\s{2,}\S.*\s{2,}\S/m.test(text);
  return listing;
}

function readRow(match: RegExpExecArray, line: number): { socket: ListedSocket; word: string; isCut: boolean } | string {
  const [whole, protocolText, localText, remoteText, restText = ""] = match;
  const protocol = protocolText!.toLowerCase() as "tcp" | "udp";
  const family = /^\[/.test(localText!) ? 6 : 4;
  const local = colonEndpoint(localText!, family);
  if (!local) return `no endpoint: ${shortened(whole)}`;
  const remote = remoteText === undefined ? null : peerOf(colonEndpoint(remoteText, family), remoteText);
  const socket: ListedSocket = {
    protocol,
    family: local.address?.family ?? family,
    state: protocol === "udp" ? close : null,
    local,
    remote: remote && remote.port === 0 && remote.address?.words.every((word) => word === 0) ? null : remote,
    pid: null,
    process: null,
    inode: 0,
    expiresMs: null,
    line,
  };
  // Nothing after an endpoint that something must follow: its last digits may be missing.
  if (remoteText === undefined) return { socket: { ...socket, local: withoutPort(local), remote: UNKNOWN_PEER }, word: "", isCut: true };
  if (!remote) return { socket: { ...socket, remote: UNKNOWN_PEER }, word: "", isCut: true };
  const tokens = restText.split(/\s+/).filter((token) => token !== "");
  const pidAt = tokens.findLastIndex((token) => /^\d{1,10}$/.test(token));
  socket.pid = pidAt < 0 ? null : Number(tokens[pidAt]);
  if (protocol === "udp") return { socket, word: "", isCut: false };
  const word = tokens.slice(0, pidAt < 0 ? tokens.length : pidAt).join(" ");
  if (word === "" && socket.pid === null)
    return { socket: { ...socket, remote: socket.remote ? withoutPort(socket.remote) : UNKNOWN_PEER }, word: "", isCut: true };
  socket.state = stateOf(tokens[0] ?? "") ?? stateOf(word) ?? (pidAt < 0 ? stateOfCut(word) : null);
  return { socket, word, isCut: false };
}

/** What a row's shape tells where its state's word does not; what it leaves open is a port in use all the same. */
function settleUnknown(listing: SocketListing, pending: readonly { socket: ListedSocket; word: string }[]): void {
  const knowsListen = listing.sockets.some(({ state }) => state === listen);
  const unknown = new Map<string, number>();
  for (const { socket, word } of pending) {
    if (socket.remote === null || socket.remote.port === 0) {
      // With -q sockets that are only bound look the same but for the word.
      socket.state = knowsListen ? close : listen;
      socket.remote = null;
    } else if (socket.pid === 0) socket.state = timeWait;
    else if (!unknown.has(word)) unknown.set(word, socket.line);
  }
  for (const [word, line] of unknown) listing.problems.push({ line, what: `unknown state ${shortened(word)}, counted as a port in use` });
}
