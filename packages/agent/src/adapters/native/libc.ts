import { createRequire } from "node:module";
import process from "node:process";
import { getSystemErrorName } from "node:util";

const SIGNATURES = {
  socket: { return: "i32", arguments: ["i32", "i32", "i32"] },
  bind: { return: "i32", arguments: ["i32", "buffer", "u32"] },
  connect: { return: "i32", arguments: ["i32", "buffer", "u32"] },
  getsockname: { return: "i32", arguments: ["i32", "buffer", "buffer"] },
  setsockopt: { return: "i32", arguments: ["i32", "i32", "i32", "buffer", "u32"] },
  // ssize_t, of which the low half is enough: no message here comes near 2 GiB.
  send: { return: "i32", arguments: ["i32", "buffer", "u64", "i32"] },
  recv: { return: "i32", arguments: ["i32", "buffer", "u64", "i32"] },
  setns: { return: "i32", arguments: ["i32", "i32"] },
  unshare: { return: "i32", arguments: ["i32"] },
  close: { return: "i32", arguments: ["i32"] },
  __errno_location: { return: "pointer", arguments: [] },
} as const;

/** The system calls that Node has no door to. All but `close` throw with the kernel's word as `code`. */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array): void;
  connect(fd: number, address: Uint8Array): void;
  /** 0, or the errno: for a refusal that is an answer. */
  tryConnect(fd: number, address: Uint8Array): number;
  /** Fills `address` with the socket's own address. */
  getsockname(fd: number, address: Uint8Array): void;
  setsockopt(fd: number, level: number, option: number, value: Uint8Array): void;
  send(fd: number, message: Uint8Array): void;
  /** `size` is the buffer's length, passed as the kernel's size_t so that a hot loop converts it once. */
  receive(fd: number, into: Uint8Array, size: bigint, flags: number): number;
  setns(fd: number, namespaceType: number): void;
  unshare(flags: number): void;
  close(fd: number): void;
}

/** The C library of this process, or null where Node has no `node:ffi` (before 26), forbids it, or the system is not Linux. */
export function loadLibc(): Libc | null {
  if (process.platform !== "linux") return null;
  try {
    return bindLibc(requireFfi());
  } catch {
    return null;
  }
}

/** Loads the module with its one "experimental" warning withheld; every other warning still appears. */
function requireFfi(): typeof import("node:ffi") {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (!/\bFFI\b/.test(String(warning))) Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return createRequire(import.meta.url)("node:ffi");
  } finally {
    process.emitWarning = emitWarning;
  }
}

function bindLibc(ffi: typeof import("node:ffi")): Libc {
  const { functions: libc } = ffi.dlopen(null, SIGNATURES);
  const errnoAddress = libc.__errno_location();

  const checked = (call: keyof typeof SIGNATURES, result: number): number => {
    if (result >= 0) return result;
    const code = getSystemErrorName(-ffi.getInt32(errnoAddress, 0));
    throw Object.assign(new Error(`${call}: ${code}`), { code, syscall: call });
  };

  return {
    socket: (domain, type, protocol) => checked("socket", libc.socket(domain, type, protocol)),
    bind: (fd, address) => void checked("bind", libc.bind(fd, address, address.byteLength)),
    connect: (fd, address) => void checked("connect", libc.connect(fd, address, address.byteLength)),
    tryConnect: (fd, address) => (libc.connect(fd, address, address.byteLength) < 0 ? ffi.getInt32(errnoAddress, 0) : 0),
    getsockname: (fd, address) => {
      checked("getsockname", libc.getsockname(fd, address, Uint32Array.of(address.byteLength)));
    },
    setsockopt: (fd, level, option, value) => void checked("setsockopt", libc.setsockopt(fd, level, option, value, value.byteLength)),
    send: (fd, message) => void checked("send", libc.send(fd, message, BigInt(message.byteLength), 0)),
    receive: (fd, into, size, flags) => checked("recv", libc.recv(fd, into, size, flags)),
    setns: (fd, namespaceType) => void checked("setns", libc.setns(fd, namespaceType)),
    unshare: (flags) => void checked("unshare", libc.unshare(flags)),
    close: (fd) => void libc.close(fd),
  };
}
