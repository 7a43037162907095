import fc from "fast-check";
import { type Declarations, EGRESS_KINDS } from "../domain/host/declarations.ts";
import type { FirewallReading } from "../domain/host/firewall.ts";
import type { Snapshot } from "../domain/host/snapshot.ts";

const port = fc.integer({ min: 1, max: 65_535 });
const interval = fc.tuple(port, port).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
const intervals = fc.array(interval, { maxLength: 7 });
const count = fc.oneof(fc.constantFrom(0, 1), fc.nat(70_000));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.oneof(value, fc.constant(null));
const perhaps = <T>(value: fc.Arbitrary<T>) => fc.oneof(value, fc.constant(undefined));

const rule = fc.record({
  text: fc.constantFrom("", "tcp dport 1024-65535 accept"),
  chain: fc.constantFrom("", "filter INPUT"),
  packets: maybe(count),
  ports: intervals,
});

const reading: fc.Arbitrary<FirewallReading> = fc.record({
  family: fc.constantFrom(4, 6),
  source: fc.constantFrom("nftables", "iptables", "pf", "windows"),
  returnTraffic: fc.record({
    verdict: fc.constantFrom("stateful", "stateless", "partly", "dropped", "uncertain", "open"),
    accepted: intervals,
    dropped: intervals,
    decidedBy: maybe(rule),
    policy: fc.constantFrom("accept", "drop", null),
  }),
  openToWorld: fc.array(rule, { maxLength: 2 }),
  egressDenied: intervals,
  isUntracked: fc.boolean(),
  masquerade: maybe(fc.record({ randomFully: fc.boolean() })),
} as const);

/** What a namespace is behind and beside, read or not. */
export const anyFirewall = perhaps(fc.array(reading, { maxLength: 3 }));
export const anySidecar = fc.constantFrom(undefined, null, "envoy");

const anyDeclarations: fc.Arbitrary<Declarations> = fc.record({
  egress: maybe(fc.record({ kind: fc.constantFrom(...EGRESS_KINDS), portsPerDestination: maybe(fc.integer({ min: 1, max: 440_000 })) })),
  inboundAcl: maybe(intervals),
});

/** What surrounds a host, read or not. */
export const anySurroundings: fc.Arbitrary<Pick<Snapshot, "allowances" | "kubernetes" | "published" | "declared">> = fc.record({
  allowances: perhaps(
    fc.array(
      fc.record({
        interface: fc.constant("ens5"),
        conntrackExceeded: maybe(count),
        conntrackAvailable: maybe(count),
        packetsExceeded: maybe(count),
        bandwidthExceeded: maybe(count),
        linkLocalExceeded: maybe(count),
      }),
      { maxLength: 2 },
    ),
  ),
  kubernetes: perhaps(
    maybe(
      fc.record({
        hasKubelet: fc.boolean(),
        hasKubeProxy: fc.boolean(),
        nodePortRange: interval,
        nodePorts: maybe(fc.array(port, { maxLength: 7 })),
      }),
    ),
  ),
  published: perhaps(
    fc.array(
      fc.record({
        runtime: fc.constant("docker"),
        container: fc.constantFrom(null, "web"),
        protocol: fc.constantFrom("tcp", "udp"),
        address: fc.constantFrom("0.0.0.0", "::"),
        port,
      } as const),
      { maxLength: 3 },
    ),
  ),
  declared: perhaps(anyDeclarations),
});
