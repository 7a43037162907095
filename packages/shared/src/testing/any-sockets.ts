import fc from "fast-check";
import type { NetworkSettings } from "../domain/host/settings.ts";
import { parseAddress } from "../domain/network/address.ts";
import type { PortInterval } from "../domain/network/port-interval.ts";
import { TCP_STATE_NUMBER } from "../domain/network/tcp-state.ts";
import { SOCKET_FLAG, SocketTable } from "../domain/ports/socket-table.ts";

/** One socket as a test writes it. */
export interface TestSocket {
  state: number;
  local: string;
  port: number;
  remote: string;
  remotePort: number;
  expiresMs: number;
  v6Only: boolean;
  device: number;
  inode: number;
}

export const SMALL_RANGE: PortInterval = { low: 40_000, high: 40_019 };

export const REUSE_ON_LOOPBACK: NetworkSettings = {
  tcpTwReuse: 2,
  tcpTwReuseDelayMs: 1000,
  tcpTimestamps: 1,
  tcpFinTimeoutSeconds: 60,
  tcpMaxTwBuckets: 131_072,
  ipAutobindReuse: false,
  ipUnprivilegedPortStart: 1024,
  tcpFastopen: 1,
  somaxconn: 4096,
};

const { established, timeWait, listen, close, closeWait, finWait2 } = TCP_STATE_NUMBER;

const address = (family: 4 | 6, isBound: boolean) =>
  fc.constantFrom(
    ...(family === 4 ? ["127.0.0.1", "127.0.0.2", "10.0.0.1"] : ["::1", "2001:db8::1"]),
    ...(isBound ? [family === 4 ? "0.0.0.0" : "::"] : []),
  );

/** Sockets in and around SMALL_RANGE, of a few addresses and peers, so that they meet. */
export const anySockets: fc.Arbitrary<TestSocket[]> = fc.array(
  fc.constantFrom<4 | 6>(4, 6).chain((family) =>
    fc.constantFrom(established, timeWait, listen, close, closeWait, finWait2).chain((state): fc.Arbitrary<TestSocket> => {
      const isBound = state === listen || state === close;
      const unset = family === 4 ? "0.0.0.0" : "::";
      return fc.record({
        state: fc.constant(state),
        local: address(family, isBound),
        port: fc.integer({ min: 39_998, max: 40_021 }),
        remote: isBound ? fc.constant(unset) : address(family, false),
        remotePort: isBound ? fc.constant(0) : fc.constantFrom(443, 9000),
        expiresMs: state === timeWait ? fc.integer({ min: 1000, max: 60_000 }) : fc.constant(0),
        v6Only: isBound && family === 6 ? fc.boolean() : fc.constant(false),
        device: fc.constantFrom(0, 0, 0, 1),
        inode: state === timeWait ? fc.constant(0) : fc.integer({ min: 1, max: 100_000 }),
      });
    }),
  ),
  { maxLength: 40 },
);

/** A table filled as a collector fills it: listeners first. */
export function tableOf(sockets: readonly TestSocket[], range: PortInterval = SMALL_RANGE, reserved: PortInterval[] = []): SocketTable {
  const table = new SocketTable();
  table.reset(range, reserved);
  for (const socket of [...sockets].sort((a, b) => Number(b.state === listen) - Number(a.state === listen))) {
    const [local, remote] = [parseAddress(socket.local)!, parseAddress(socket.remote)!];
    const flags = socket.v6Only ? SOCKET_FLAG.v6Only : 0;
    table.add(
      local.family,
      socket.state,
      socket.port,
      socket.remotePort,
      ...local.words,
      ...remote.words,
      socket.expiresMs,
      flags,
      socket.device,
      socket.inode,
    );
  }
  return table;
}

/** `count` autobound connections: even offsets first, one after the other, as connect() takes them. */
export function autobound(
  count: number,
  to: { remote: string; remotePort: number },
  local = "127.0.0.1",
  range: PortInterval = SMALL_RANGE,
): TestSocket[] {
  return ports(range, 0)
    .slice(0, count)
    .map((port, index) => connected(port, local, to, index));
}

/** `count` sockets that took their port by bind(S, 0): odd offsets first. */
export function bound(
  count: number,
  to: { remote: string; remotePort: number },
  local = "127.0.0.1",
  range: PortInterval = SMALL_RANGE,
): TestSocket[] {
  return ports(range, 1)
    .slice(0, count)
    .map((port, index) => connected(port, local, to, index));
}

const ports = ({ low, high }: PortInterval, parity: 0 | 1): number[] => {
  const all = Array.from({ length: high - low + 1 }, (_, offset) => low + offset);
  const first = all.filter((port) => ((port - low) & 1) === parity);
  return [...first, ...all.filter((port) => ((port - low) & 1) !== parity)];
};

const connected = (port: number, local: string, to: { remote: string; remotePort: number }, index: number): TestSocket => ({
  state: established,
  local,
  port,
  ...to,
  expiresMs: 0,
  v6Only: false,
  device: 0,
  inode: 1000 + index,
});
