import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { Listener } from "@berth/shared/domain/host/snapshot.ts";
import { formatAddress } from "@berth/shared/domain/network/address.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { PORT_CLASS, type SocketTable } from "@berth/shared/domain/ports/socket-table.ts";
import { gap } from "../collectors/gap-from-error.ts";
import type { NamespaceReading } from "../collectors/namespace-reading.ts";

/** The wire takes no more. */
const LISTENERS_MAX = 100;

/**
 * Sockets that wait for peers inside the range: TCP listeners, and UDP sockets without a peer, of which a client's
 * cannot be told from a server's. Lowest port first; without a known range none can be said to be inside. Where there
 * are too many, unreserved TCP listeners stay, and a gap says how many went.
 */
export function listenersIn(
  { id, range, tcp, udp }: NamespaceReading,
  gaps: Gap[],
  processOf: (inode: number) => string | null,
  max = LISTENERS_MAX,
): Listener[] {
  if (!range) return [];
  const found = [...waiting(tcp, "tcp", TCP_STATE_NUMBER.listen), ...waiting(udp, "udp", TCP_STATE_NUMBER.close)];
  const byPort = (a: FoundListener, b: FoundListener) => a.port - b.port || a.address.localeCompare(b.address);
  const weightiest = found.sort((a, b) => weight(b) - weight(a) || byPort(a, b)).slice(0, max);
  const left = found.length - weightiest.length;
  if (left > 0) gaps.push(gap("listeners", "truncated", id, `${left} sockets past the first ${max} were left out`));
  return weightiest.sort(byPort).map(({ inode, ...listener }) => ({ ...listener, process: processOf(inode) }));
}

type FoundListener = Omit<Listener, "process"> & { inode: number };

const weight = ({ protocol, isReserved }: FoundListener): number => (protocol === "tcp" ? 2 : 0) + (isReserved ? 0 : 1);

function waiting(table: SocketTable | null, protocol: "tcp" | "udp", state: number): FoundListener[] {
  const byEndpoint = new Map<number, FoundListener>();
  if (!table) return [];
  const states = table.state.subarray(0, table.length);
  for (let row = states.indexOf(state); row >= 0; row = states.indexOf(state, row + 1)) {
    const port = table.port[row]!;
    const group = table.group[row]!;
    // SO_REUSEPORT puts several sockets on one endpoint: one listener to a reader.
    const key = group * 65_536 + port;
    if (byEndpoint.has(key)) continue;
    const isReserved = (table.portClass[port]! & PORT_CLASS.reserved) !== 0;
    byEndpoint.set(key, { protocol, address: formatAddress(table.groupLocal(group)), port, isReserved, inode: table.inode[row]! });
  }
  return [...byEndpoint.values()];
}
