import { randomInt } from "node:crypto";
import { getSystemErrorName } from "node:util";
import type { Address } from "@berth/shared/domain/network/address.ts";
import { DRY_RUN_PORT, DRY_RUN_TARGET } from "@berth/shared/domain/ports/dry-run.ts";
import type { PassiveReason } from "@berth/shared/domain/ports/headroom.ts";
import { type DryRun, DryRunRefused } from "../../collectors/dry-run.ts";
import { errorCode } from "../../collectors/gap-from-error.ts";
import type { Libc } from "./libc.ts";
import { AF, NOWHERE, socketAddress } from "./socket-address.ts";

const SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0o4000 | 0o2000000;
// include/uapi/asm-generic/socket.h, include/uapi/linux/in.h, tcp.h
const [SOL_SOCKET, SO_REUSEADDR] = [1, 2];
const [SOL_IP, IP_BIND_ADDRESS_NO_PORT, IP_LOCAL_PORT_RANGE] = [0, 24, 51];
const [SOL_TCP, TCP_FASTOPEN_CONNECT, TCP_FASTOPEN_NO_COOKIE] = [6, 30, 34];
const EADDRNOTAVAIL = 99;
const EINPROGRESS = 115;

const ON = new Uint8Array(Int32Array.of(1).buffer);

/** A dry run that can also stay on a port, as its connect-owned owner. */
export interface HoldingDryRun extends DryRun {
  hold(port: number): boolean;
}

/**
 * A dry run in the network namespace that the calling thread is in. With TCP_FASTOPEN_CONNECT and TCP_FASTOPEN_NO_COOKIE
 * connect() does the whole port selection and puts off the SYN until data is written, which never happens; a one-port
 * IP_LOCAL_PORT_RANGE makes it the question about that port. Where the kernel has paused Fast Open it would send the SYN:
 * the socket does not block, so that shows at once (EINPROGRESS), and the one packet went to loopback.
 *
 * What it holds for microseconds keeps nobody off a port: its source is an address that no one else has, and with
 * SO_REUSEADDR and an address without port (IP_BIND_ADDRESS_NO_PORT) it is never a binder.
 */
export function openDryRun(libc: Libc): HoldingDryRun {
  try {
    return dryRunFrom(libc, ownLoopbackSource(), DRY_RUN_TARGET.v4);
  } catch (error) {
    if (!(error instanceof DryRunRefused && error.reason === "no-loopback")) throw error;
    return dryRunFrom(libc, DRY_RUN_TARGET.v6, DRY_RUN_TARGET.v6);
  }
}

/** An address of 127.98/16 for this run alone: two agents that ask at once do not meet. */
const ownLoopbackSource = (): Address => ({ family: 4, words: [(randomInt(1, 0xffff) << 16) | 0x62_7f, 0, 0, 0] });

function dryRunFrom(libc: Libc, source: Address, target: Address): HoldingDryRun {
  const fd = refusable(() => libc.socket(AF[target.family], SOCK_STREAM_NONBLOCK_CLOEXEC, 0), "unsupported");
  const option = (level: number, name: number, value: Uint8Array, missing: PassiveReason) =>
    refusable(() => libc.setsockopt(fd, level, name, value), missing);
  const range = new Uint16Array(2);
  const rangeBytes = new Uint8Array(range.buffer);
  const destination = socketAddress(target, DRY_RUN_PORT);
  try {
    option(SOL_TCP, TCP_FASTOPEN_CONNECT, ON, "fast-open-off");
    option(SOL_TCP, TCP_FASTOPEN_NO_COOKIE, ON, "unsupported");
    option(SOL_SOCKET, SO_REUSEADDR, ON, "unsupported");
    option(SOL_IP, IP_BIND_ADDRESS_NO_PORT, ON, "unsupported");
    option(SOL_IP, IP_LOCAL_PORT_RANGE, rangeBytes, "no-port-range");
    refusable(() => libc.bind(fd, socketAddress(source, 0)), "no-loopback");
  } catch (error) {
    libc.close(fd);
    throw error;
  }
  const hold = (port: number): boolean => {
    range.fill(port);
    libc.setsockopt(fd, SOL_IP, IP_LOCAL_PORT_RANGE, rangeBytes);
    const errno = libc.tryConnect(fd, destination);
    if (errno !== 0 && errno !== EADDRNOTAVAIL) throw refusalOf(errno);
    return errno === 0;
  };
  return {
    hold,
    isUsable: (port) => {
      const isUsable = hold(port);
      if (isUsable) libc.connect(fd, NOWHERE);
      return isUsable;
    },
    close: () => libc.close(fd),
  };
}

function refusable<T>(call: () => T, missing: PassiveReason): T {
  try {
    return call();
  } catch (error) {
    const code = errorCode(error);
    const isDenied = code === "EPERM" || code === "EACCES";
    throw new DryRunRefused(isDenied ? "denied" : missing, error instanceof Error ? error.message : String(error));
  }
}

function refusalOf(errno: number): DryRunRefused {
  const code = getSystemErrorName(-errno);
  if (errno === EINPROGRESS) return new DryRunRefused("fast-open-paused", "the kernel sent a SYN");
  if (code === "EPERM" || code === "EACCES") return new DryRunRefused("denied", code);
  return new DryRunRefused(code === "ENETUNREACH" || code === "EHOSTUNREACH" ? "no-loopback" : "unsupported", code);
}
