import { readSync, writeSync } from "node:fs";
import type { NetlinkSocket } from "../../collectors/netlink-socket.ts";
import type { Libc } from "./libc.ts";

/** include/uapi/linux/netlink.h */
export const NETLINK_ROUTE = 0;
export const NETLINK_SOCK_DIAG = 4;
export const NETLINK_NETFILTER = 12;

const AF_NETLINK = 16;
const SOCK_RAW_CLOEXEC = 3 | 0o2000000;
const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const MSG_TRUNC = 0x20;

/** A dump answers at once; this only keeps a kernel that does not from holding the agent up. */
const RECEIVE_TIMEOUT_SECONDS = 2n;

/** A netlink socket in the network namespace that the calling thread is in now; it stays there. */
export function openNetlink(libc: Libc, protocol: number): NetlinkSocket {
  const fd = libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
  let sizedFor = 0;
  let size = 0n;
  try {
    libc.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, new Uint8Array(BigInt64Array.of(RECEIVE_TIMEOUT_SECONDS, 0n).buffer));
  } catch (error) {
    libc.close(fd);
    throw error;
  }
  return {
    send: (request) => libc.send(fd, request),
    receive: (into) => {
      if (into.byteLength !== sizedFor) {
        sizedFor = into.byteLength;
        size = BigInt(sizedFor);
      }
      return libc.receive(fd, into, size, MSG_TRUNC);
    },
    close: () => libc.close(fd),
  };
}

/**
 * A netlink socket that this process was given (systemd's ListenNetlink=, or a launcher). It belongs to the network
 * namespace it was made in. Reading and writing it needs nothing native.
 */
export const inheritedNetlink = (fd: number): NetlinkSocket => ({
  send: (request) => void writeSync(fd, request),
  receive: (into) => readSync(fd, into),
  close: () => {},
});
