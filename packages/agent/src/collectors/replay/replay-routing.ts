import { type Address, formatAddress, isLoopback, isWildcard, parseAddress } from "@berth/shared/domain/network/address.ts";
import type { Routing } from "../../headroom/routing.ts";
import type { NamespaceReading } from "../namespace-reading.ts";

/**
 * Routes of a host that is not here, by what its sockets show: a connection to the same destination, else the address that
 * most connections leave from. Without any nothing is known.
 */
export function replayRouting({ tcp, udp }: NamespaceReading): Routing {
  const own = new Map<string, { address: Address; rows: number }>();
  const towards = new Map<string, string>();
  for (const table of [tcp, udp]) {
    if (!table) continue;
    for (let row = 0; row < table.length; row++) {
      const group = table.group[row]!;
      const address = table.groupLocal(group);
      if (isWildcard(address)) continue;
      const text = formatAddress(address);
      const known = own.get(text) ?? { address, rows: 0 };
      known.rows++;
      own.set(text, known);
      if (table.groupRemotePort(group) !== 0) towards.set(formatAddress(table.groupRemote(group)), text);
    }
  }
  const busiest = (family: 4 | 6) =>
    [...own.values()].filter(({ address }) => address.family === family && !isLoopback(address)).sort((a, b) => b.rows - a.rows)[0]
      ?.address;

  return {
    sourceFor: async (destination, family) => {
      const address = parseAddress(destination);
      if (!address) return { reason: "malformed" };
      if (isLoopback(address) || own.has(destination)) return { source: destination, kind: "local" };
      const source = towards.get(destination) ?? busiest(family);
      if (source === undefined) return { reason: "no-route" };
      return { source: typeof source === "string" ? source : formatAddress(source), kind: "unicast" };
    },
    deviceIndex: () => null,
  };
}
