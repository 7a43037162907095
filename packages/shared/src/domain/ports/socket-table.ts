/** Flag bits of one socket, as far as the source can tell. */
export const SOCKET_FLAG = {
  /** IP_BIND_ADDRESS_NO_PORT was set (INET_DIAG_SOCKOPT byte 1 bit 0). */
  noPort: 1,
  /** The SKV6ONLY attribute was present and set; only known for LISTEN and bound-inactive sockets. */
  v6Only: 2,
  /** TCP_FASTOPEN_CONNECT is waiting (INET_DIAG_SOCKOPT byte 1 bit 2): a dry-run connect. */
  deferConnect: 4,
} as const;

/**
 * Sockets of one protocol in one network namespace, as columns: no object per socket. Filled by a collector, read by the
 * port model. Addresses are four raw 32-bit words as the kernel keeps them (network byte order in memory, read
 * little-endian); an IPv4 address uses the first word and leaves the others zero; a v4-mapped IPv6 address is passed as
 * it is and turned into IPv4 here.
 */
export interface SocketSink {
  add(
    family: 4 | 6,
    /** Kernel state number; 7 (CLOSE) is bound-inactive for TCP and unconnected for UDP. */
    state: number,
    localPort: number,
    remotePort: number,
    local0: number,
    local1: number,
    local2: number,
    local3: number,
    remote0: number,
    remote1: number,
    remote2: number,
    remote3: number,
    /** Milliseconds until the TIME_WAIT or FIN_WAIT_2 timer fires; 0 for other states. */
    expiresMs: number,
    /** SOCKET_FLAG bits. */
    flags: number,
    /** Interface index the socket is bound to, 0 for none. */
    device: number,
    uid: number,
    inode: number,
  ): void;
}
