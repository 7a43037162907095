import { createRequire } from "node:module";
import { type Address, isWildcard, parseAddress } from "@berth/shared/domain/network/address.ts";

const { dlopen, getInt32 } = createRequire(import.meta.url)("node:ffi") as typeof import("node:ffi");

const { functions: libc } = dlopen(null, {
  socket: { return: "i32", arguments: ["i32", "i32", "i32"] },
  bind: { return: "i32", arguments: ["i32", "buffer", "u32"] },
  connect: { return: "i32", arguments: ["i32", "buffer", "u32"] },
  listen: { return: "i32", arguments: ["i32", "i32"] },
  accept4: { return: "i32", arguments: ["i32", "pointer", "pointer", "i32"] },
  setsockopt: { return: "i32", arguments: ["i32", "i32", "i32", "buffer", "u32"] },
  getsockname: { return: "i32", arguments: ["i32", "buffer", "buffer"] },
  shutdown: { return: "i32", arguments: ["i32", "i32"] },
  close: { return: "i32", arguments: ["i32"] },
  __errno_location: { return: "pointer", arguments: [] },
});
const errnoAt = libc.__errno_location();

/** How one socket is made. Everything unset is a plain socket. */
export interface SocketRecipe {
  protocol: "tcp" | "udp";
  family: 4 | 6;
  /** bind() to this address; port 0 lets the kernel choose. */
  bind?: { address: string; port: number };
  connect?: { address: string; port: number };
  listen?: boolean;
  noPort?: boolean;
  reuseAddress?: boolean;
  reusePort?: boolean;
  v6Only?: boolean;
  range?: [number, number];
  device?: string;
  /** Runs the whole port selection of connect() without a packet: TCP_FASTOPEN_CONNECT with TCP_FASTOPEN_NO_COOKIE. */
  dry?: boolean;
}

export type Failure = { call: string; errno: number };

const AF = { 4: 2, 6: 10 } as const;
const [SOL_SOCKET, SOL_IP, SOL_TCP, SOL_IPV6] = [1, 0, 6, 41];
const SOCK_NONBLOCK = 2048;
const EINPROGRESS = 115;

const int = (value: number) => Buffer.from(Int32Array.of(value).buffer);
const option = (fd: number, level: number, name: number, value: Uint8Array) => libc.setsockopt(fd, level, name, value, value.byteLength);

function socketAddress(family: 4 | 6, text: string, port: number): Buffer {
  const address = parseAddress(text) as Address;
  const bytes = Buffer.alloc(family === 4 ? 16 : 28);
  bytes.writeUInt16LE(AF[family], 0);
  bytes.writeUInt16BE(port, 2);
  if (family === 4) bytes.writeInt32LE(address.words[0], 4);
  else if (address.family === 6) for (const [index, word] of address.words.entries()) bytes.writeInt32LE(word, 8 + 4 * index);
  else if (!isWildcard(address) || text.includes(".")) {
    bytes.writeUInt16BE(0xffff, 18);
    bytes.writeInt32LE(address.words[0], 20);
  }
  return bytes;
}

/** Makes one socket, nonblocking; the descriptor, or what refused. A connect in progress counts as made. */
export function openSocket(recipe: SocketRecipe): number | Failure {
  const { family, protocol } = recipe;
  const fd = libc.socket(AF[family], (protocol === "tcp" ? 1 : 2) | SOCK_NONBLOCK, 0);
  const refused = (call: string): Failure => {
    const errno = getInt32(errnoAt, 0);
    if (fd >= 0) libc.close(fd);
    return { call, errno };
  };
  if (fd < 0) return refused("socket");
  if (recipe.v6Only !== undefined) option(fd, SOL_IPV6, 26, int(recipe.v6Only ? 1 : 0));
  if (recipe.reuseAddress) option(fd, SOL_SOCKET, 2, int(1));
  if (recipe.reusePort) option(fd, SOL_SOCKET, 15, int(1));
  if (recipe.noPort) option(fd, SOL_IP, 24, int(1));
  if (recipe.range) option(fd, SOL_IP, 51, int((recipe.range[1] << 16) | recipe.range[0]));
  if (recipe.device) option(fd, SOL_SOCKET, 25, Buffer.from(`${recipe.device}\0`));
  if (recipe.dry && (option(fd, SOL_TCP, 30, int(1)) < 0 || option(fd, SOL_TCP, 34, int(1)) < 0)) return refused("setsockopt");
  const { bind, connect } = recipe;
  if (bind) {
    const address = socketAddress(family, bind.address, bind.port);
    if (libc.bind(fd, address, address.byteLength) < 0) return refused("bind");
  }
  if (connect) {
    const address = socketAddress(family, connect.address, connect.port);
    if (libc.connect(fd, address, address.byteLength) < 0 && getInt32(errnoAt, 0) !== EINPROGRESS) return refused("connect");
  }
  if (recipe.listen && libc.listen(fd, 4096) < 0) return refused("listen");
  return fd;
}

/** One waiting connection of a listener, or null. */
export function acceptSocket(listener: number): number | null {
  const fd = libc.accept4(listener, 0n as never, 0n as never, SOCK_NONBLOCK);
  return fd < 0 ? null : fd;
}

export function localPort(fd: number): number {
  const address = Buffer.alloc(28);
  libc.getsockname(fd, address, int(28));
  return address.readUInt16BE(2);
}

/** Closes with a reset: nothing stays behind. */
export function resetSocket(fd: number): void {
  option(fd, SOL_SOCKET, 13, Buffer.from(Int32Array.of(1, 0).buffer));
  libc.close(fd);
}

export const closeSocket = (fd: number): void => void libc.close(fd);
/** Half-close: FIN is sent, the descriptor stays. */
export const shutdownSocket = (fd: number): void => void libc.shutdown(fd, 1);
/** Both directions: a listener stops listening and keeps its port. */
export const shutdownBoth = (fd: number): void => void libc.shutdown(fd, 2);
