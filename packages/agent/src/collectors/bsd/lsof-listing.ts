import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { colonEndpoint, peerOf, withoutPort } from "../listing/endpoint.ts";
import { emptyListing, type ListedSocket, linesOf, type SocketListing, shortened } from "../listing/socket-listing.ts";
import { stateOf } from "../listing/state-words.ts";

const { close, listen } = TCP_STATE_NUMBER;

const ROW = /^(\S.*?)\s+(\d{1,10})\s+(?:\S+\s+)+?(IPv[46])\s.*?\b(TCP|UDP)\s+(\S+)(?:\s+\(([\w-]+)\))?\s*$/;

/** `lsof -nP -i`, as a table or by fields (-F). It shows sockets that a process holds: no TIME_WAIT. */
export function parseLsof(text: string): SocketListing {
  const listing = /^p\d+\r?$/m.test(text) && !/^COMMAND\s/m.test(text) ? parseFields(text) : parseTable(text);
  const last = listing.sockets.at(-1);
  // A lone endpoint at the very end of a text may have lost digits.
  if (last && last.remote === null && !/[\n)]\s*$/.test(text) && last.line === linesOf(text).length) {
    last.local = withoutPort(last.local);
    listing.problems.push({ line: last.line, what: "the last line may be cut off" });
  }
  return listing;
}

function parseTable(text: string): SocketListing {
  const listing = emptyListing();
  for (const { line, text: row } of linesOf(text)) {
    if (/^COMMAND\s+PID/.test(row)) listing.hasHeader = true;
    const match = ROW.exec(row);
    if (!match) {
      if (/\s(TCP|UDP)\s/.test(row)) listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
      continue;
    }
    const [, command, pid, family, protocol, name, state] = match;
    const owner = { pid: Number(pid), process: unescaped(command!) };
    const socket = socketOf(protocol!, family!, name!, state ?? null, owner, line);
    if (socket === null) listing.problems.push({ line, what: `no endpoints: ${shortened(row)}` });
    else if (socket !== "none") listing.sockets.push(socket);
  }
  if (listing.sockets.length > 0) listing.hasHeader = true;
  return listing;
}

interface Owner {
  pid: number | null;
  process: string | null;
}

/** A process's line governs the files that follow; a file ends where the next one begins. */
function parseFields(text: string): SocketListing {
  const listing = { ...emptyListing(), hasHeader: true };
  const owner: Owner = { pid: null, process: null };
  let file: { family?: string; protocol?: string; name?: string; state?: string; line: number } = { line: 0 };
  const finish = () => {
    const { family = "IPv4", protocol, name, state = null, line } = file;
    file = { line: 0 };
    if (name === undefined || !/^(TCP|UDP)$/.test(protocol ?? "")) return;
    const socket = socketOf(protocol!, family, name, state, owner, line);
    if (socket === null) listing.problems.push({ line, what: `no endpoints: ${shortened(name)}` });
    else if (socket !== "none") listing.sockets.push(socket);
  };
  for (const { line, text: row } of linesOf(text)) {
    const [field, value] = [row[0], row.slice(1)];
    if (field === "p" || field === "f" || (field === "t" && file.family !== undefined)) finish();
    if (field === "p") Object.assign(owner, { pid: Number(value) || null, process: null });
    else if (field === "c") owner.process = unescaped(value);
    else if (field === "t") file.family = value;
    else if (field === "P") file.protocol = value;
    else if (field === "n") Object.assign(file, { name: value, line });
    else if (field === "T" && value.startsWith("ST=")) file.state = value.slice(3);
  }
  finish();
  return listing;
}

function socketOf(
  protocolText: string,
  familyText: string,
  name: string,
  stateText: string | null,
  { pid, process }: Owner,
  line: number,
): ListedSocket | "none" | null {
  const protocol = protocolText.toLowerCase() as "tcp" | "udp";
  const family = familyText === "IPv6" ? 6 : 4;
  const [near, far] = name.split("->");
  const local = colonEndpoint(near!, family);
  if (!local) return null;
  if (local.port === 0 && near!.endsWith(":*")) return "none";
  const remote = far === undefined ? null : peerOf(colonEndpoint(far, family), far);
  if (far !== undefined && !remote) return null;
  const implied = stateText === null && remote === null ? listen : null;
  return {
    protocol,
    family: local.address?.family ?? family,
    state: protocol === "udp" ? close : stateText === null ? implied : stateOf(stateText),
    local,
    remote,
    pid,
    process,
    inode: 0,
    expiresMs: null,
    line,
  };
}

/** lsof writes a blank in a command's name as \x20. */
const unescaped = (command: string): string =>
  command.replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
