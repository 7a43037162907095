import type { SocketRecipe } from "./kernel-sockets.ts";

/** One question of `headroom --queries`, and how to find its truth: open sockets by the recipe until the kernel refuses. */
export interface Probe {
  question: Record<string, unknown> & { id: string };
  recipe: SocketRecipe;
}

type Source = string | null;
type Conditions = Pick<SocketRecipe, "noPort" | "reuseAddress" | "v6Only" | "range" | "device">;

const familyOf = (address: string) => (address.includes(":") ? 6 : 4) as 4 | 6;

function conditionsOf({ v6Only, ...rest }: Conditions) {
  return v6Only === undefined ? rest : { ...rest, v6only: v6Only };
}

const named = (parts: unknown[]) => parts.filter((part) => part !== null && part !== "{}").join(" ");

/** connect() from an address (null: the route's) to a destination. Dry unless the scan itself is the point. */
export function connectProbe(
  protocol: "tcp" | "udp",
  source: Source,
  address: string,
  port: number,
  conditions: Conditions = {},
  isDry = true,
): Probe {
  const family = familyOf(address);
  const id = named(["connect", protocol, source, "→", address, port, JSON.stringify(conditions)]);
  return {
    question: { id, operation: "connect", protocol, family, source, destination: { address, port }, ...conditionsOf(conditions) },
    recipe: {
      protocol,
      family,
      ...conditions,
      ...(source === null ? {} : { bind: { address: source, port: 0 } }),
      connect: { address, port },
      dry: protocol === "tcp" && isDry,
    },
  };
}

/** bind(address, 0); null is the wildcard of the family. */
export function bindProbe(protocol: "tcp" | "udp", source: Source, family: 4 | 6, conditions: Conditions = {}): Probe {
  const id = named(["bind", protocol, family, source, JSON.stringify(conditions)]);
  return {
    question: { id, operation: "bind", protocol, family, source, destination: null, ...conditionsOf(conditions) },
    recipe: { protocol, family, ...conditions, bind: { address: source ?? (family === 4 ? "0.0.0.0" : "::"), port: 0 } },
  };
}

/** What every scenario is asked. Binds first: a truth that takes over reusable TIME_WAIT entries changes them. */
export function standardProbes(isDry = true): Probe[] {
  return [
    bindProbe("tcp", "127.0.0.1", 4),
    bindProbe("tcp", "127.0.0.1", 4, { reuseAddress: true }),
    bindProbe("tcp", "127.0.0.2", 4),
    bindProbe("tcp", null, 4),
    bindProbe("tcp", "::1", 6),
    bindProbe("tcp", null, 6),
    bindProbe("tcp", null, 6, { v6Only: true }),
    bindProbe("tcp", "127.0.0.1", 4, { range: [40_010, 40_019] }),
    bindProbe("udp", "127.0.0.1", 4),
    bindProbe("udp", "127.0.0.2", 4),
    bindProbe("udp", null, 4),
    bindProbe("udp", "::1", 6),
    bindProbe("udp", null, 6, { v6Only: true }),
    connectProbe("udp", null, "127.0.0.1", 9000),
    connectProbe("udp", null, "::1", 9000),
    connectProbe("udp", "127.0.0.1", "127.0.0.1", 9001),
    connectProbe("udp", "127.0.0.1", "127.0.0.1", 9001, { noPort: true }),
    connectProbe("tcp", "127.0.0.1", "127.0.0.1", 9001, {}, isDry),
    connectProbe("tcp", null, "127.0.0.1", 9001, {}, isDry),
    connectProbe("tcp", null, "127.0.0.1", 9000, {}, isDry),
    connectProbe("tcp", "127.0.0.1", "127.0.0.1", 9000, { noPort: true }, isDry),
    connectProbe("tcp", "127.0.0.2", "127.0.0.1", 9000, { noPort: true }, isDry),
    connectProbe("tcp", null, "127.0.0.1", 9000, { range: [40_010, 40_019] }),
    connectProbe("tcp", null, "127.0.0.1", 9000, { range: [50_000, 50_009] }),
    connectProbe("tcp", null, "127.0.0.1", 9000, { device: "lo" }, isDry),
    connectProbe("tcp", null, "::1", 9000, {}, isDry),
    connectProbe("tcp", null, "::ffff:127.0.0.1", 9000, {}, isDry),
  ];
}
