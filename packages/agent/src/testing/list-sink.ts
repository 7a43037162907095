import type { SocketSink } from "@berth/shared/domain/ports/socket-table.ts";

export interface ListedSocket {
  family: 4 | 6;
  state: number;
  localPort: number;
  remotePort: number;
  local: number[];
  remote: number[];
  expiresMs: number;
  flags: number;
  device: number;
  inode: number;
}

/** Keeps every socket it is given, for tests to look at. */
export function listSink(): SocketSink & { sockets: ListedSocket[] } {
  const sockets: ListedSocket[] = [];
  return {
    sockets,
    add: (family, state, localPort, remotePort, l0, l1, l2, l3, r0, r1, r2, r3, expiresMs, flags, device, inode) => {
      const [local, remote] = [
        [l0, l1, l2, l3],
        [r0, r1, r2, r3],
      ];
      sockets.push({ family, state, localPort, remotePort, local, remote, expiresMs, flags, device, inode });
    },
  };
}
