import type { SocketTable } from "./socket-table.ts";

/** Groups of connected sockets that share a local address. */
export type LocalGroups = number[];

/** Connected groups by local address. A group holds either connected rows or unconnected ones: its remote port tells. */
export function groupsByLocalAddress(table: SocketTable): LocalGroups[] {
  const byV4 = new Map<number, LocalGroups>();
  const byV6 = new Map<string, LocalGroups>();
  for (let group = 0; group < table.groupCount; group++) {
    if (table.groupRemotePort(group) === 0) continue;
    const { family, words } = table.groupLocal(group);
    if (family === 4) push(byV4, words[0], group);
    else push(byV6, words.join(), group);
  }
  return [...byV4.values(), ...byV6.values()];
}

function push<K>(map: Map<K, LocalGroups>, key: K, group: number): void {
  const groups = map.get(key);
  if (groups) groups.push(group);
  else map.set(key, [group]);
}

/**
 * How the ports of one local address are shared between its destinations. A port with several peers was chosen by
 * connect(), unless it is the port of a listener that has gone: then its peers are clients, each with a port of its own.
 */
export class PortSharing {
  private readonly groups = new Uint16Array(65_536);
  private readonly singles = new Uint16Array(65_536);
  private readonly lowestPeer = new Uint16Array(65_536);
  private readonly highestPeer = new Uint16Array(65_536);
  private readonly touched = new Uint16Array(65_536);
  private touchedCount = 0;

  clear(): void {
    this.groups.fill(0);
    this.singles.fill(0);
    this.touchedCount = 0;
  }

  /** One row of a group that has `rowsInGroup` of them. */
  add(port: number, peerPort: number, rowsInGroup: number): void {
    if (this.groups[port]!++ === 0) this.touched[this.touchedCount++] = port;
    if (rowsInGroup !== 1) return;
    if (this.singles[port]!++ === 0) {
      this.lowestPeer[port] = peerPort;
      this.highestPeer[port] = peerPort;
    } else {
      this.lowestPeer[port] = Math.min(this.lowestPeer[port]!, peerPort);
      this.highestPeer[port] = Math.max(this.highestPeer[port]!, peerPort);
    }
  }

  /** Ports that have a row; valid until the next `clear`. */
  ports(): Uint16Array {
    return this.touched.subarray(0, this.touchedCount);
  }

  isTaken(port: number): boolean {
    return this.groups[port] !== 0;
  }

  isShared(port: number): boolean {
    return this.groups[port]! > 1;
  }

  /** Three peers or more, each seen with this port only, from different unprivileged ports: accepted, not opened. */
  isAccepted(port: number): boolean {
    const peers = this.singles[port]!;
    return peers >= 3 && peers === this.groups[port] && this.lowestPeer[port] !== this.highestPeer[port] && this.lowestPeer[port]! >= 1024;
  }
}
