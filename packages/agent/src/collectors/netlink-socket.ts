/**
 * A netlink socket, blocking or not: a port with one method per system call. Every method throws an error whose `code`
 * is the kernel's word (ENOBUFS, EAGAIN, EPERM, …), as Node's own errors have it.
 */
export interface NetlinkSocket {
  send(request: Uint8Array): void;
  /** One datagram into the buffer's start; answers its length. EAGAIN: nothing came in time. */
  receive(into: Uint8Array): number;
  close(): void;
}
