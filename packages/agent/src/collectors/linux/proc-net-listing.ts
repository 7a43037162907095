import type { Address } from "@berth/shared/domain/network/address.ts";
import { emptyListing, type ListedSocket, linesOf, type SocketListing, shortened } from "../listing/socket-listing.ts";

const TIMER_TIME_WAIT = 3;
const MS_PER_TICK = 10;

const HEX = (pattern: string) => `(${pattern}):([0-9A-F]{4})`;
const ROW = new RegExp(
  `^\\s*\\d+:\\s+${HEX("[0-9A-F]{8}|[0-9A-F]{32}")}\\s+${HEX("[0-9A-F]{8}|[0-9A-F]{32}")}\\s+([0-9A-F]{2})\\s+` +
    "[0-9A-F]{8}:[0-9A-F]{8}\\s+([0-9A-F]{2}):([0-9A-F]{8})\\s+[0-9A-F]{8}\\s+\\d+\\s+\\d+\\s+(\\d+)\\b",
  "i",
);

/**
 * A copy of /proc/net/{tcp,tcp6,udp,udp6} that somebody made: read line by line, and what a line lacks is said. The kernel's
 * own file is read by ProcNet, which refuses it whole.
 */
export function parseProcNet(text: string, protocol: "tcp" | "udp"): SocketListing {
  const listing = emptyListing();
  for (const { line, text: row } of linesOf(text)) {
    if (/^\s*sl\s+local_address\s/.test(row)) {
      listing.hasHeader = true;
      continue;
    }
    if (row.trim() === "") continue;
    const match = ROW.exec(row);
    if (match) listing.sockets.push(readRow(match, protocol, line));
    else if (/^\s*\d+:\s/.test(row)) listing.problems.push({ line, what: `the line is cut off: ${shortened(row)}` });
  }
  return listing;
}

function readRow(match: RegExpExecArray, protocol: "tcp" | "udp", line: number): ListedSocket {
  const [, localHex, localPort, remoteHex, remotePort, state, timer, ticks, inode] = match;
  const port = Number.parseInt(remotePort!, 16);
  const local = addressOf(localHex!);
  const isMini = Number.parseInt(timer!, 16) === TIMER_TIME_WAIT;
  return {
    protocol,
    family: local.family,
    state: Number.parseInt(state!, 16),
    local: { address: local, name: null, port: Number.parseInt(localPort!, 16) },
    remote: port === 0 ? null : { address: addressOf(remoteHex!), name: null, port },
    pid: null,
    process: null,
    inode: Number(inode),
    expiresMs: isMini ? Number.parseInt(ticks!, 16) * MS_PER_TICK : null,
    line,
  };
}

/** Words as the kernel of a little-endian host prints them. */
function addressOf(hex: string): Address {
  const word = (index: number) => Number.parseInt(hex.slice(8 * index, 8 * index + 8) || "0", 16) | 0;
  return { family: hex.length === 8 ? 4 : 6, words: [word(0), word(1), word(2), word(3)] };
}
