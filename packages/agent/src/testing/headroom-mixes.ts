import { at, D1, D2, end, open, S, S2, type Scenario, type ScenarioCommand, tcp4, tcp6, udp4, udp6, V6 } from "./headroom-scenarios.ts";

/** A number in [0, 1), the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What one kind of program does with about `n` ports; `id` sets its sockets apart from those of the others. */
type Behaviour = (n: number, id: string, random: () => number) => ScenarioCommand[];

const D3 = at("127.0.0.3", 9002);
const anyOf = <T>(values: readonly T[], random: () => number): T => values[Math.floor(random() * values.length)]!;
const explicit = (random: () => number) => 40_000 + Math.floor(random() * 90);

/** Opens, lets the server side arrive, and ends one side or both. */
const ended = (opened: ScenarioCommand, id: string, ...how: ScenarioCommand[]): ScenarioCommand[] => [
  opened,
  { do: "accept", listeners: "servers", set: `${id}-accepted` },
  ...how,
];

const BEHAVIOURS: Record<string, Behaviour> = {
  autobind: (n, id, random) => [open(n, tcp4({ connect: anyOf([D1, D2, D3], random) }), id)],
  "autobind to the first": (n, id) => [open(n, tcp4({ connect: D1 }), id)],
  "bind, connect": (n, id, random) => [open(n, tcp4({ bind: anyOf([S, S2], random), connect: anyOf([D1, D2, D3], random) }), id)],
  "bind to the wildcard, connect": (n, id) => [open(n, tcp4({ bind: at("0.0.0.0", 0), connect: D2 }), id)],
  "no port at bind, connect": (n, id, random) => [
    open(n, tcp4({ bind: anyOf([S, S2], random), noPort: true, connect: anyOf([D1, D2], random) }), id),
  ],
  "no port at bind, idle": (n, id) => [open(n, tcp4({ bind: S, noPort: true }), id)],
  "bound and idle": (n, id, random) => [open(n, tcp4({ bind: anyOf([S, S2, at("0.0.0.0", 0)], random) }), id)],
  "bound and idle, shared": (n, id) => [open(n, tcp4({ bind: S, reuseAddress: true, reusePort: true }), id)],
  "bind with SO_REUSEADDR, connect": (n, id) => [open(n, tcp4({ bind: S, reuseAddress: true, connect: D2 }), id)],
  "explicit ports, connected": (n, id, random) => [
    open(n, tcp4({ bind: at("127.0.0.1", explicit(random)), reuseAddress: true, connect: D1 }), id, 1),
  ],
  "listeners without bind": (n, id) => [open(Math.ceil(n / 2), tcp4({ listen: true }), id)],
  "listeners by explicit port": (n, id, random) => [
    open(
      Math.ceil(n / 2),
      tcp4({ bind: at(anyOf(["0.0.0.0", "127.0.0.9"], random), explicit(random)), reuseAddress: true, listen: true }),
      id,
      1,
    ),
  ],
  "listeners on [::]": (n, id, random) => [
    open(Math.ceil(n / 2), tcp6({ bind: at("::", explicit(random)), v6Only: random() < 0.5, listen: true }), id, 1),
  ],
  "a server whose listener has gone": (n, id, random) => {
    const port = explicit(random);
    const server = tcp4({ bind: at("127.0.0.1", port), reuseAddress: true, listen: true });
    return [
      open(1, server, `${id}-l`),
      open(Math.ceil(n / 2), tcp4({ connect: at("127.0.0.1", port) }), id),
      { do: "accept", listeners: `${id}-l`, set: `${id}-accepted` },
      end(`${id}-l`),
    ];
  },
  "binders that came and went": (n, id) => [open(n, tcp4({ connect: D2 }), id), open(n, tcp4({ bind: S2 }), `${id}-b`), end(`${id}-b`)],
  "TIME_WAIT, autobound": (n, id, random) =>
    ended(open(n, tcp4({ connect: anyOf([D1, D2], random) }), id), id, end(id), end(`${id}-accepted`)),
  "TIME_WAIT, bound": (n, id, random) =>
    ended(open(n, tcp4({ bind: S, connect: anyOf([D1, D2], random) }), id), id, end(id), end(`${id}-accepted`)),
  "TIME_WAIT, IPv6": (n, id) => ended(open(n, tcp6({ connect: V6 }), id), id, end(id), end(`${id}-accepted`)),
  "server closes first": (n, id) => ended(open(n, tcp4({ connect: D1 }), id), id, end(`${id}-accepted`), end(id)),
  "closed with a reset": (n, id) => ended(open(n, tcp4({ connect: D1 }), id), id, end(id, "reset")),
  "orphaned FIN_WAIT_2": (n, id) => ended(open(n, tcp4({ connect: D2 }), id), id, end(id)),
  CLOSE_WAIT: (n, id) => ended(open(n, tcp4({ connect: D1 }), id), id, end(`${id}-accepted`)),
  "half-closed": (n, id) => ended(open(n, tcp4({ bind: S, connect: D1 }), id), id, end(id, "shutdown")),
  SYN_SENT: (n, id) => [open(n, tcp4({ connect: at("10.88.0.9", 80) }), id)],
  "IPv6 autobind": (n, id) => [open(n, tcp6({ connect: V6 }), id)],
  "IPv6 bind, connect": (n, id) => [open(n, tcp6({ bind: at("::1", 0), connect: V6 }), id)],
  "IPv6 wildcard, idle": (n, id, random) => [open(n, tcp6({ bind: at("::", 0), v6Only: random() < 0.5 }), id)],
  "v4-mapped autobind": (n, id) => [open(n, tcp6({ connect: at("::ffff:127.0.0.1", 9000) }), id)],
  "a range of its own": (n, id) => [open(Math.min(n, 10), tcp4({ range: [40_010, 40_019], connect: D1 }), id)],
  "a range of its own, bound": (n, id) => [open(Math.min(n, 10), tcp4({ range: [40_030, 40_049], bind: S, connect: D2 }), id)],
  "bound to lo": (n, id) => [open(n, tcp4({ device: "lo", connect: D2 }), id)],
  "UDP autobind": (n, id) => [open(n, udp4({ connect: D1 }), id)],
  "UDP bind": (n, id, random) => [open(n, udp4({ bind: anyOf([S, S2], random) }), id)],
  "UDP over IPv6": (n, id, random) => [open(n, udp6({ bind: at(anyOf(["::1", "::"], random), 0) }), id)],
};

/** Rarer than the others: few programs name their ports or have a range of their own, and no snapshot tells them apart. */
const RARE = new Set(["explicit ports, connected", "a range of its own", "a range of its own, bound"]);

/** Behaviours that meet in one mix. */
const MIXED = 12;

/** One in twelve has an odd number of ports, of which the kernel may never find one. */
const RANGES = [...Array<string>(8).fill("40000 40099"), ...Array<string>(3).fill("40001 40100"), "40000 40098"];
const REUSE: Record<string, string>[] = [
  { "net.ipv4.tcp_tw_reuse": "0" },
  { "net.ipv4.tcp_tw_reuse": "2", "net.ipv4.tcp_tw_reuse_delay": "30000" },
  { "net.ipv4.tcp_tw_reuse": "2", "net.ipv4.tcp_tw_reuse_delay": "50" },
  { "net.ipv4.tcp_tw_reuse": "1", "net.ipv4.tcp_tw_reuse_delay": "50" },
];

/** A dozen behaviours at once, which ones, in what order, numbers, range and settings all by the seed. */
export function mixedScenario(seed: number): Scenario {
  const random = seeded(seed);
  const range = anyOf(RANGES, random);
  const sysctls: Record<string, string> = { ...anyOf(REUSE, random) };
  if (random() < 0.25) sysctls["net.ipv4.ip_local_reserved_ports"] = "40020-40027,40055";
  const chosen = Object.entries(BEHAVIOURS)
    .map(([name, behaviour]) => ({ behaviour, order: random() + (RARE.has(name) ? 0.25 : 0), weight: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, MIXED);
  const weights = chosen.reduce((sum, { weight }) => sum + weight, 0);
  const seeds = chosen.map(() => Math.floor(random() * 2 ** 32));
  return {
    name: `a mix of behaviours, seed ${seed}`,
    range,
    sysctls,
    fill: (count) =>
      chosen.flatMap(({ behaviour, weight }, at) => behaviour(Math.ceil((count * weight) / weights), `b${at}`, seeded(seeds[at]!))),
    settleMs: 300,
    isVarying: range === "40000 40098",
  };
}
