import { isWildcard } from "@berth/shared/domain/network/address.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";
import type { ListedEndpoint } from "../listing/endpoint.ts";
import { kindOf } from "../listing/socket-listing.ts";
import type { NameBook } from "./name-book.ts";
import type { PlacedSocket } from "./read-sockets.ts";

const { listen, established, timeWait, close } = TCP_STATE_NUMBER;

/** So long does a TIME_WAIT entry without a timer have to go at most: it counts as new, so that it is never taken for reusable. */
const AGE_UNKNOWN_MS = 60_000;

/**
 * Sockets of a listing as a table. A row whose near port is not known is only counted by its state; one whose far
 * end is not known keeps its port from everyone and belongs to no tuple. Rows that say the same are one.
 */
export function fillTable(
  sockets: readonly PlacedSocket[],
  { range, reserved }: { range: PortInterval | null; reserved: readonly PortInterval[] | null },
  names: NameBook,
): SocketTable {
  const table = new SocketTable();
  table.reset(range, reserved, false);
  const seen = new Set<string>();
  const ordered = [...sockets].sort((a, b) => Number(kindOf(b) === "listening") - Number(kindOf(a) === "listening"));
  for (const socket of ordered) {
    const { local, remote, family, inode } = socket;
    const state = stateOf(socket);
    if (local.port === null) {
      // It is there, in this state, on some port.
      table.stateCounts[family === 4 ? "v4" : "v6"][state]!++;
      table.seen++;
    }
    if (local.port === null || local.port === 0) continue;
    const near = addressOf(local, family, names);
    const far = remote === null ? null : addressOf(remote, near.family, names);
    const isKnownPeer = far !== null && remote!.port !== null && !isUnknown(remote!);
    const remotePort = isKnownPeer ? remote!.port! : 0;
    const other = isKnownPeer ? far.words : ([0, 0, 0, 0] as const);
    const key = `${state === listen ? "l" : ""}${near.family} ${near.words.join()} ${local.port} ${other.join()} ${remotePort}`;
    const isConnected = remotePort !== 0;
    if (isConnected && seen.has(key)) continue;
    seen.add(key);
    const expiresMs = socket.expiresMs ?? (state === timeWait ? AGE_UNKNOWN_MS : 0);
    const rowFamily = near.family === 6 || far?.family === 6 ? 6 : 4;
    table.add(rowFamily, state, local.port, remotePort, ...near.words, ...other, expiresMs, 0, 0, state === timeWait ? 0 : inode);
  }
  return table;
}

/** Unknown states are ports in use all the same. */
function stateOf({ state, protocol, remote }: PlacedSocket): number {
  if (protocol === "udp") return remote === null ? close : established;
  return state ?? (remote === null ? listen : established);
}

const isUnknown = ({ address, name }: ListedEndpoint): boolean => address === null && name === null;

function addressOf({ address, name }: ListedEndpoint, family: 4 | 6, names: NameBook) {
  if (address && (address.family === family || !isWildcard(address))) return address;
  if (address) return { family, words: address.words };
  return names.addressOf(name ?? "?", family);
}
