import type { SocketRecipe } from "./kernel-sockets.ts";
import type { DriverCommand } from "./socket-driver.ts";

/** `on: "peer"` runs it in the namespace at the other end of the wire. */
export type ScenarioCommand = DriverCommand & { on?: "peer" };

/** One way of filling ports; `count` is how many sockets the fill asks for, of 100 ports unless it names a range. */
export interface Scenario {
  name: string;
  range?: string;
  sysctls?: Record<string, string>;
  fill(count: number): ScenarioCommand[];
  /** Wait before asking: for TIME_WAIT entries to grow old enough, or for the peer's FIN. */
  settleMs?: number;
  /** The kernel's own answer varies: the truth is observed several times, and each must lie in the interval. */
  isVarying?: boolean;
  /** Two hosts that differ in their truth show the same: the interval must hold it, a best guess can only be right for one of them. */
  isUndecidable?: boolean;
  /** Needs a peer in a namespace of its own. */
  isWired?: boolean;
}

type Partial = Omit<SocketRecipe, "protocol" | "family">;

export const tcp4 = (recipe: Partial): SocketRecipe => ({ protocol: "tcp", family: 4, ...recipe });
export const tcp6 = (recipe: Partial): SocketRecipe => ({ protocol: "tcp", family: 6, ...recipe });
export const udp4 = (recipe: Partial): SocketRecipe => ({ protocol: "udp", family: 4, ...recipe });
export const udp6 = (recipe: Partial): SocketRecipe => ({ protocol: "udp", family: 6, ...recipe });
export const open = (count: number, recipe: SocketRecipe, set = "clients", step = 0): DriverCommand => ({
  do: "open",
  set,
  count,
  recipe,
  step,
});
export const at = (address: string, port: number) => ({ address, port });

export const D1 = at("127.0.0.1", 9000);
export const D2 = at("127.0.0.1", 9001);
export const S = at("127.0.0.1", 0);
export const S2 = at("127.0.0.2", 0);
export const V6 = at("::1", 9000);

/** Everything that the clients' peers need; the scenarios' destinations listen outside the range. */
export const LISTENERS: DriverCommand[] = [
  open(1, tcp4({ bind: at("0.0.0.0", 9000), reuseAddress: true, listen: true }), "servers"),
  open(1, tcp4({ bind: at("0.0.0.0", 9001), reuseAddress: true, listen: true }), "servers"),
  open(1, tcp4({ bind: at("0.0.0.0", 9002), reuseAddress: true, listen: true }), "servers"),
  open(1, tcp6({ bind: at("::", 9000), v6Only: true, listen: true }), "servers"),
];

export const accept: DriverCommand = { do: "accept", listeners: "servers", set: "accepted" };
export const end = (set: string, how: "close" | "reset" | "shutdown" | "shutdownBoth" = "close"): DriverCommand => ({
  do: "end",
  set,
  how,
});
/** The client closes first, then the server: the client's side waits. */
const clientCloses: DriverCommand[] = [accept, end("clients"), end("accepted")];
const serverCloses: DriverCommand[] = [accept, end("accepted"), end("clients")];
const PEER = at("10.88.0.2", 9000);
/** The same over a wire, where mode 2 does not count as loopback. */
const overWire = (count: number): ScenarioCommand[] => [
  { do: "open", set: "servers", count: 1, recipe: tcp4({ bind: at("0.0.0.0", 9000), listen: true }), on: "peer" },
  open(count, tcp4({ connect: PEER })),
  { ...accept, on: "peer" },
  end("clients"),
  { ...end("accepted"), on: "peer" },
];
const half = (count: number) => Math.round(count / 2);

export const SCENARIOS: Scenario[] = [
  { name: "nothing", fill: () => [] },
  { name: "autobind to one destination", fill: (n) => [open(n, tcp4({ connect: D1 }))] },
  { name: "autobind to two destinations", fill: (n) => [open(n, tcp4({ connect: D1 })), open(n, tcp4({ connect: D2 }))] },
  {
    name: "autobind to five destinations",
    fill: (n) => [9000, 9001, 9002, 9000, 9001].map((port, i) => open(Math.ceil(n / 5), tcp4({ connect: at(`127.0.0.${i + 1}`, port) }))),
  },
  { name: "bind then connect", fill: (n) => [open(n, tcp4({ bind: S, connect: D1 }))] },
  {
    name: "bind then connect to two destinations",
    fill: (n) => [open(half(n), tcp4({ bind: S, connect: D1 })), open(half(n), tcp4({ bind: S, connect: D2 }))],
  },
  { name: "bind to the wildcard then connect", fill: (n) => [open(n, tcp4({ bind: at("0.0.0.0", 0), connect: D1 }))] },
  { name: "bind with SO_REUSEADDR then connect", fill: (n) => [open(n, tcp4({ bind: S, reuseAddress: true, connect: D1 }))] },
  { name: "bind with SO_REUSEADDR and SO_REUSEPORT", fill: (n) => [open(n, tcp4({ bind: S, reuseAddress: true, reusePort: true }))] },
  { name: "bind with IP_BIND_ADDRESS_NO_PORT then connect", fill: (n) => [open(n, tcp4({ bind: S, noPort: true, connect: D1 }))] },
  { name: "no-port binds that never connect", fill: (n) => [open(n, tcp4({ bind: S, noPort: true }))] },
  { name: "40 bind first, then autobind", fill: (n) => [open(40, tcp4({ bind: S, connect: D1 })), open(n, tcp4({ connect: D1 }))] },
  {
    name: "autobind, then bind on another address",
    fill: (n) => [open(n, tcp4({ connect: D1 })), open(half(n), tcp4({ bind: S2, connect: D2 }))],
  },
  { name: "bound and idle", fill: (n) => [open(n, tcp4({ bind: S }))] },
  { name: "bound and idle on another address", fill: (n) => [open(n, tcp4({ bind: S2 }))] },
  { name: "bound and idle on the wildcard", fill: (n) => [open(n, tcp4({ bind: at("0.0.0.0", 0) }))] },
  { name: "listeners by explicit port", fill: (n) => [open(half(n), tcp4({ bind: at("0.0.0.0", 40_000), listen: true }), "l", 1)] },
  { name: "listeners on another address", fill: (n) => [open(half(n), tcp4({ bind: at("127.0.0.9", 40_000), listen: true }), "l", 1)] },
  { name: "listeners without bind", fill: (n) => [open(half(n), tcp4({ listen: true }), "l")] },
  { name: "listeners on [::], dual", fill: (n) => [open(half(n), tcp6({ bind: at("::", 40_000), v6Only: false, listen: true }), "l", 1)] },
  {
    name: "listeners on [::], v6 only",
    fill: (n) => [open(half(n), tcp6({ bind: at("::", 40_000), v6Only: true, listen: true }), "l", 1)],
  },
  {
    name: "listeners that stopped listening",
    fill: (n) => [open(half(n), tcp4({ bind: at("127.0.0.1", 40_000), listen: true }), "l", 1), end("l", "shutdownBoth")],
  },
  {
    name: "a server inside the range, its listener gone",
    fill: (n) => [
      open(1, tcp4({ bind: at("127.0.0.1", 40_050), reuseAddress: true, listen: true }), "l"),
      open(half(n), tcp4({ connect: at("127.0.0.1", 40_050) })),
      { do: "accept", listeners: "l", set: "accepted" },
      end("l"),
    ],
  },
  {
    name: "explicit ports, connected",
    fill: (n) => [open(half(n), tcp4({ bind: at("127.0.0.1", 40_000), reuseAddress: true, connect: D1 }), "clients", 1)],
  },
  { name: "refused connects, descriptors open", fill: (n) => [open(n, tcp4({ connect: at("127.0.0.1", 9) }))], settleMs: 20 },
  { name: "bind then refused, descriptors open", fill: (n) => [open(n, tcp4({ bind: S, connect: at("127.0.0.1", 9) }))], settleMs: 20 },
  {
    name: "explicit bind then refused, descriptors open",
    fill: (n) => [open(half(n), tcp4({ bind: at("127.0.0.1", 40_000), connect: at("127.0.0.1", 9) }), "clients", 1)],
    settleMs: 20,
  },
  {
    name: "TIME_WAIT, young, reuse 2 on loopback",
    sysctls: { "net.ipv4.tcp_tw_reuse_delay": "20000" },
    fill: (n) => [open(n, tcp4({ connect: D1 })), ...clientCloses],
  },
  { name: "TIME_WAIT, old, reuse 2 on loopback", fill: (n) => [open(n, tcp4({ connect: D1 })), ...clientCloses], settleMs: 1700 },
  {
    name: "TIME_WAIT, reuse 0",
    sysctls: { "net.ipv4.tcp_tw_reuse": "0" },
    fill: (n) => [open(n, tcp4({ connect: D1 })), ...clientCloses],
    settleMs: 1700,
  },
  {
    name: "TIME_WAIT, no timestamps",
    sysctls: { "net.ipv4.tcp_timestamps": "0" },
    fill: (n) => [open(n, tcp4({ connect: D1 })), ...clientCloses],
    settleMs: 1700,
  },
  {
    name: "TIME_WAIT, short delay",
    sysctls: { "net.ipv4.tcp_tw_reuse_delay": "100" },
    fill: (n) => [open(n, tcp4({ connect: D1 })), ...clientCloses],
    settleMs: 400,
  },
  { name: "TIME_WAIT of bind then connect", fill: (n) => [open(n, tcp4({ bind: S, connect: D1 })), ...clientCloses], settleMs: 1700 },
  {
    name: "TIME_WAIT on 10.x over lo, reuse 2",
    fill: (n) => [open(n, tcp4({ connect: at("10.77.0.1", 9000) })), ...clientCloses],
    settleMs: 1700,
  },
  {
    name: "TIME_WAIT, timestamps switched off later",
    fill: (n) => [open(n, tcp4({ connect: D1 })), ...clientCloses, { do: "sysctl", name: "net.ipv4.tcp_timestamps", value: "0" }],
    settleMs: 1700,
    isUndecidable: true,
  },
  {
    name: "TIME_WAIT, timestamps switched on later",
    sysctls: { "net.ipv4.tcp_timestamps": "0" },
    fill: (n) => [open(n, tcp4({ connect: D1 })), ...clientCloses, { do: "sysctl", name: "net.ipv4.tcp_timestamps", value: "1" }],
    settleMs: 1700,
    isUndecidable: true,
  },
  {
    name: "sockets connected to themselves",
    fill: (n) =>
      Array.from({ length: half(n) }, (_, i) => open(1, tcp4({ bind: at("127.0.0.1", 40_000 + i), connect: at("127.0.0.1", 40_000 + i) }))),
  },
  {
    name: "a secondary address, bind then connect",
    fill: (n) => [open(n, tcp4({ bind: at("10.88.0.5", 0), connect: at("10.88.0.9", 80) }))],
  },
  { name: "TIME_WAIT over a wire, reuse 2", fill: overWire, settleMs: 1700, isWired: true },
  { name: "TIME_WAIT over a wire, reuse 1", sysctls: { "net.ipv4.tcp_tw_reuse": "1" }, fill: overWire, settleMs: 1700, isWired: true },
  {
    name: "TIME_WAIT and living mixed",
    fill: (n) => [open(half(n), tcp4({ connect: D1 })), ...clientCloses, open(half(n), tcp4({ connect: D2 }), "later")],
    settleMs: 1700,
  },
  { name: "server closes first", fill: (n) => [open(n, tcp4({ connect: D1 })), ...serverCloses], settleMs: 20 },
  { name: "closed with a reset", fill: (n) => [open(n, tcp4({ connect: D1 })), accept, end("clients", "reset")], settleMs: 20 },
  { name: "orphaned FIN_WAIT_2", fill: (n) => [open(n, tcp4({ connect: D1 })), accept, end("clients")], settleMs: 50 },
  { name: "CLOSE_WAIT", fill: (n) => [open(n, tcp4({ connect: D1 })), accept, end("accepted")], settleMs: 20 },
  { name: "half-closed clients", fill: (n) => [open(n, tcp4({ connect: D1 })), accept, end("clients", "shutdown")], settleMs: 20 },
  { name: "SYN_SENT", fill: (n) => [open(n, tcp4({ connect: at("10.88.0.9", 80) }))] },
  {
    name: "reserved ports",
    sysctls: { "net.ipv4.ip_local_reserved_ports": "40000-40010" },
    fill: (n) => [open(half(n), tcp4({ connect: D1 }))],
  },
  { name: "all ports reserved", sysctls: { "net.ipv4.ip_local_reserved_ports": "40000-40099" }, fill: () => [] },
  {
    name: "reserved ports in use",
    sysctls: { "net.ipv4.ip_local_reserved_ports": "40000-40049" },
    fill: (n) => [open(half(n), tcp4({ bind: at("127.0.0.1", 40_000), connect: D1 }), "clients", 1)],
  },
  {
    name: "four sources to one destination",
    fill: (n) => [1, 2, 3, 4].map((i) => open(n, tcp4({ bind: at(`127.0.0.${i}`, 0), noPort: true, connect: D1 }))),
  },
  { name: "v6 autobind", fill: (n) => [open(n, tcp6({ connect: V6 }))] },
  { name: "v6 and v4 autobind", fill: (n) => [open(n, tcp6({ connect: V6 })), open(n, tcp4({ connect: D1 }))] },
  { name: "v4-mapped autobind", fill: (n) => [open(n, tcp6({ connect: at("::ffff:127.0.0.1", 9000) }))] },
  { name: "bind to ::1, idle", fill: (n) => [open(n, tcp6({ bind: at("::1", 0) }))] },
  { name: "bind to ::1 then connect", fill: (n) => [open(n, tcp6({ bind: at("::1", 0), connect: V6 }))] },
  { name: "bind to [::] dual", fill: (n) => [open(n, tcp6({ bind: at("::", 0), v6Only: false }))] },
  { name: "bind to [::] v6 only", fill: (n) => [open(n, tcp6({ bind: at("::", 0), v6Only: true }))] },
  { name: "UDP autobind", fill: (n) => [open(n, udp4({ connect: D1 }))] },
  { name: "UDP bind", fill: (n) => [open(n, udp4({ bind: S }))] },
  { name: "UDP bind then connect", fill: (n) => [open(n, udp4({ bind: S, connect: D1 }))] },
  { name: "UDP v6 autobind, dual", fill: (n) => [open(n, udp6({ connect: V6 }))] },
  { name: "UDP v6 autobind, v6 only", fill: (n) => [open(n, udp6({ v6Only: true, connect: V6 }))] },
  { name: "UDP with SO_REUSEADDR", fill: (n) => [open(n, udp4({ bind: S, reuseAddress: true }))] },
  { name: "IP_LOCAL_PORT_RANGE, connect", fill: (n) => [open(Math.min(n, 10), tcp4({ range: [40_010, 40_019], connect: D1 }))] },
  {
    name: "IP_LOCAL_PORT_RANGE, bind then connect",
    fill: (n) => [open(Math.min(n, 10), tcp4({ range: [40_010, 40_019], bind: S, connect: D1 }))],
  },
  { name: "sockets bound to lo", fill: (n) => [open(n, tcp4({ device: "lo", connect: D1 }))] },
  {
    name: "autobind, then sockets bound to lo",
    fill: (n) => [open(half(n), tcp4({ connect: D1 })), open(half(n), tcp4({ device: "lo", connect: D1 }))],
  },
  {
    name: "few TIME_WAIT buckets",
    sysctls: { "net.ipv4.tcp_max_tw_buckets": "10" },
    fill: (n) => [open(n, tcp4({ connect: D1 })), ...clientCloses],
    settleMs: 1700,
  },
  {
    name: "ip_nonlocal_bind",
    sysctls: { "net.ipv4.ip_nonlocal_bind": "1" },
    fill: (n) => [open(n, tcp4({ bind: at("192.0.2.7", 0) }))],
  },
  { name: "ip_autobind_reuse", sysctls: { "net.ipv4.ip_autobind_reuse": "1" }, fill: (n) => [open(n, tcp4({ connect: D1 }))] },
  { name: "odd range, autobind", range: "40000 40098", fill: (n) => [open(n, tcp4({ connect: D1 }))], isVarying: true },
  { name: "odd range, bind then connect", range: "40000 40098", fill: (n) => [open(n, tcp4({ bind: S, connect: D1 }))], isVarying: true },
  { name: "odd low end, autobind", range: "40001 40100", fill: (n) => [open(n, tcp4({ connect: D1 }))] },
  { name: "three ports", range: "40000 40002", fill: () => [], isVarying: true },
];
