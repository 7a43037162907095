import { type Address, isWildcard, sameAddress } from "../network/address.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { SOCKET_FLAG, type SocketTable } from "./socket-table.ts";

/** A socket that asks for a port on an address, whatever the destination. */
export interface BindQuestion {
  source: Address;
  /** IPV6_V6ONLY of the asking socket; a wildcard IPv6 socket without it covers IPv4 too. */
  v6Only: boolean;
  device: number;
}

export type Overlap = "yes" | "maybe" | "no";

/**
 * Whether an owner's address keeps its port from a bind: equal addresses and wildcards do, and [::] covers IPv4 unless
 * IPV6_V6ONLY is set. bind() to a specific IPv6 address sets it, connect() does not, and INET_DIAG tells it only of
 * LISTEN and CLOSE: for others the answer is maybe (net/ipv6/inet6_hashtables.c, inet_rcv_saddr_equal).
 */
export function overlapOf(question: BindQuestion, table: SocketTable, group: number, row: number): Overlap {
  const device = table.groupDevice(group);
  if (device !== 0 && question.device !== 0 && device !== question.device) return "no";
  const owner = table.groupLocal(group);
  const asked = question.source;
  // Another device would keep them apart, and this source shows none.
  const sure = question.device !== 0 && !table.knowsOptions ? "maybe" : "yes";
  if (asked.family === owner.family) return isWildcard(asked) || isWildcard(owner) || sameAddress(asked, owner) ? sure : "no";
  if (asked.family === 6) return isWildcard(asked) && !question.v6Only ? sure : "no";
  if (!isWildcard(asked) && !isWildcard(owner)) return "no";
  const state = table.state[row]!;
  const isShown = table.knowsOptions && (state === TCP_STATE_NUMBER.listen || state === TCP_STATE_NUMBER.close);
  if (!isShown) return "maybe";
  return (table.flags[row]! & SOCKET_FLAG.v6Only) === 0 ? "yes" : "no";
}

/** Whether two bound sockets that overlap the question have one port: their owners share, as SO_REUSEADDR or SO_REUSEPORT let them. */
export function showsSharing(question: BindQuestion, table: SocketTable): boolean {
  const seen = new Set<number>();
  for (let row = 0; row < table.length; row++) {
    const group = table.group[row]!;
    if (table.state[row] !== TCP_STATE_NUMBER.close || overlapOf(question, table, group, row) === "no") continue;
    const key = group * 65_536 + table.port[row]!;
    if (seen.has(key)) return true;
    seen.add(key);
  }
  return false;
}

/** Whether `overlapOf` can differ between the rows of one group: IPV6_V6ONLY is a socket's own. */
export function dependsOnRow({ source }: BindQuestion, table: SocketTable, group: number): boolean {
  if (source.family !== 4 || table.groupFamily(group) !== 6) return false;
  return isWildcard(source) || isWildcard(table.groupLocal(group));
}
