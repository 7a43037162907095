import { printableText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { Holder, NamespaceSnapshot, ProcessUse } from "@berth/shared/domain/host/snapshot.ts";
import { formatAddress } from "@berth/shared/domain/network/address.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { kindOf } from "../listing/socket-listing.ts";
import type { PlacedSocket } from "./read-sockets.ts";

const PROCESSES_MAX = 10;
const HOLDERS_MAX = 5;
const NAME_LENGTH_MAX = 128;
const { established, closeWait, close } = TCP_STATE_NUMBER;

/**
 * Adds to a namespace who holds its sockets, as far as listings name processes. TIME_WAIT has no owner in any of them, and
 * one moment shows nobody who had an entry before: it stays nobody's.
 */
export function attributeListing(
  namespace: NamespaceSnapshot,
  owned: readonly PlacedSocket[],
  names: ReadonlyMap<number, string>,
  textOf: (address: string) => string,
): NamespaceSnapshot {
  if (owned.length === 0) return namespace;
  const sockets = distinct(owned);
  const nameOf = ({ pid, process }: PlacedSocket) => label(process ?? names.get(pid!) ?? `pid ${pid}`);
  const byTuple = groupBy(
    sockets.filter((socket) => socket.protocol === "tcp" && kindOf(socket) === "connected"),
    (socket) => `${textFor(socket.local)} ${textFor(socket.remote)} ${socket.remote?.port}`,
  );
  const byListener = new Map(
    sockets
      .filter((socket) => socket.protocol === "udp" || kindOf(socket) === "listening")
      .map((socket) => [`${socket.protocol} ${socket.local.port}`, nameOf(socket)]),
  );
  return {
    ...namespace,
    tuples: namespace.tuples.map((tuple) => ({
      ...tuple,
      holders: holders(byTuple.get(`${textOf(tuple.source)} ${textOf(tuple.destination.address)} ${tuple.destination.port}`) ?? [], nameOf),
    })),
    listeners: namespace.listeners.map((each) => ({ ...each, process: byListener.get(`${each.protocol} ${each.port}`) ?? null })),
    processes: processes(sockets, nameOf, namespace),
    attributed: { sockets: Math.max(sockets.length, countSockets(namespace)), known: sockets.length },
  };
}

const textFor = (endpoint: PlacedSocket["remote"]): string =>
  endpoint?.address ? formatAddress(endpoint.address) : (endpoint?.name ?? "");

/** Two listings show one socket twice. */
const distinct = (owned: readonly PlacedSocket[]): PlacedSocket[] => [
  ...new Map(
    owned.map((socket) => [
      `${socket.protocol} ${textFor(socket.local)} ${socket.local.port} ${textFor(socket.remote)} ${socket.remote?.port} ${socket.pid}`,
      socket,
    ]),
  ).values(),
];

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function holders(sockets: readonly PlacedSocket[], nameOf: (socket: PlacedSocket) => string): Holder[] {
  return [...groupBy(sockets, nameOf)]
    .map(([process, held]): Holder => ({ process, share: Math.round((held.length / sockets.length) * 1000) / 1000, basis: "live" }))
    .sort((a, b) => b.share - a.share)
    .slice(0, HOLDERS_MAX);
}

function processes(sockets: readonly PlacedSocket[], nameOf: (socket: PlacedSocket) => string, { range }: NamespaceSnapshot): ProcessUse[] {
  const isInside = (port: number | null) => port !== null && range !== null && port >= range.low && port <= range.high;
  const portsOf = (held: readonly PlacedSocket[], protocol: string) =>
    new Set(held.filter((socket) => socket.protocol === protocol && isInside(socket.local.port)).map(({ local }) => local.port)).size;
  return [...groupBy(sockets, ({ pid }) => String(pid))]
    .map(([pid, held]): ProcessUse => {
      const tcp = held.filter(({ protocol }) => protocol === "tcp");
      const count = (state: number) => tcp.filter((socket) => socket.state === state).length;
      return {
        pid: Number(pid),
        name: nameOf(held[0]!),
        unit: null,
        established: count(established),
        closeWait: count(closeWait),
        other: tcp.length - count(established) - count(closeWait) - count(close),
        oldestCloseWaitMs: null,
        tcpPortsInRange: portsOf(held, "tcp"),
        udpPortsInRange: portsOf(held, "udp"),
        boundInactive: tcp.filter((socket) => kindOf(socket) === "bound").length,
      };
    })
    .sort((a, b) => b.tcpPortsInRange! + b.udpPortsInRange! - a.tcpPortsInRange! - a.udpPortsInRange!)
    .slice(0, PROCESSES_MAX);
}

/** Sockets that have an owner on the host: all but TIME_WAIT. */
const countSockets = ({ tcpStates, udp }: NamespaceSnapshot): number =>
  [tcpStates?.v4, tcpStates?.v6].reduce(
    (sum, counts) => sum + (counts ? Object.values(counts).reduce((all, each) => all + each, 0) - counts.timeWait : 0),
    udp?.sockets ?? 0,
  );

const label = (name: string): string => printableText(name.trim(), NAME_LENGTH_MAX, " ").trim() || "?";
