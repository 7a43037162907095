import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildListener, buildNamespace, buildSnapshot } from "../../testing/build-snapshot.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { includesPort, type PortInterval } from "../network/port-interval.ts";
import { configurationOf } from "../ports/simulate.ts";
import { type Change, planOf } from "../ports/simulate-change.ts";
import { type Collision, type CollisionFacts, findCollisions, reservable, withoutPorts } from "./collisions.ts";

const WIDER: Change = { kind: "set-range", range: { low: 15_000, high: 64_999 } };

function collide(changes: Change[], said: Partial<Snapshot> = {}, more: Partial<CollisionFacts> = {}): Collision[] {
  const snapshot = buildSnapshot(said);
  const [namespace] = snapshot.namespaces;
  const before = configurationOf(namespace!)!;
  return findCollisions({ snapshot, namespace: namespace!, before, after: planOf(before, changes), listeners: null, ...more });
}

const kinds = (found: Collision[]) => found.map(({ severity, kind }) => `${severity} ${kind}`);

describe("collisions of a new range", () => {
  it("are the listeners, NodePorts, publications and services that it newly takes in", () => {
    const listeners = [
      buildListener({ port: 15_672, process: "beam.smp" }),
      buildListener({ port: 25_672, address: "::" }),
      buildListener({ port: 25_672, address: "0.0.0.0" }),
      buildListener({ port: 50_051 }),
      buildListener({ port: 8_080 }),
      buildListener({ protocol: "udp", port: 20_000 }),
    ];
    const found = collide(
      [WIDER],
      {
        kubernetes: { hasKubelet: true, hasKubeProxy: true, nodePortRange: { low: 30_000, high: 32_767 }, nodePorts: null },
        published: [{ runtime: "docker", container: "web", protocol: "tcp", address: "0.0.0.0", port: 18_080 }],
        services: [
          {
            service: "ftp-passive",
            instance: null,
            port: null,
            configured: { low: 20_000, high: 20_100 },
            configuredBy: "pasv_min_port",
            isContradictory: false,
            isExposed: true,
          },
        ],
      },
      { listeners },
    );
    expect(kinds(found)).toEqual([
      "blocks listener",
      "blocks listener",
      "blocks node-ports",
      "blocks published-port",
      "blocks configured-service",
    ]);
    expect(found.flatMap((each) => (each.kind === "listener" ? [each.port, each.service] : []))).toEqual([
      15_672,
      null,
      25_672,
      "RabbitMQ distribution",
    ]);
    expect(reservable(found)).toEqual([
      { low: 15_672, high: 15_672 },
      { low: 18_080, high: 18_080 },
      { low: 20_000, high: 20_100 },
      { low: 25_672, high: 25_672 },
      { low: 30_000, high: 32_767 },
    ]);
    const reserving: Change[] = [WIDER, { kind: "reserve", ports: reservable(found) }];
    expect(collide(reserving, {}, { listeners })).toEqual([]);
  });

  it("do not know NodePorts where nobody looked for Kubernetes, and know of none where there is none", () => {
    expect(kinds(collide([WIDER]))).toEqual(["warns node-ports"]);
    expect(collide([WIDER], { kubernetes: null })).toEqual([]);
  });

  it("are the firewall and the network ACL that let no replies through", () => {
    const reading = {
      family: 4 as const,
      source: "nftables" as const,
      openToWorld: [],
      egressDenied: [],
      isUntracked: false,
      masquerade: null,
    };
    const stateless = {
      verdict: "stateless" as const,
      accepted: [{ low: 32_768, high: 65_535 }],
      dropped: [],
      decidedBy: null,
      policy: "drop" as const,
    };
    const namespaces = [buildNamespace({ firewall: [{ ...reading, returnTraffic: stateless }] })];
    expect(collide([WIDER], { kubernetes: null, namespaces })).toMatchObject([
      { kind: "firewall", ports: [{ low: 15_000, high: 32_767 }] },
    ]);
    const stateful = [buildNamespace({ firewall: [{ ...reading, returnTraffic: { ...stateless, verdict: "stateful" } }] })];
    expect(collide([WIDER], { kubernetes: null, namespaces: stateful })).toEqual([]);
    const declared = { egress: null, inboundAcl: [{ low: 32_768, high: 60_999 }] };
    expect(collide([WIDER], { kubernetes: null }, { declared })).toMatchObject([
      {
        kind: "network-acl",
        ports: [
          { low: 15_000, high: 32_767 },
          { low: 61_000, high: 64_999 },
        ],
      },
    ]);
  });

  it("are an odd size, with the even one beside it, and ports that the kernel refuses", () => {
    const odd = collide([{ kind: "set-range", range: { low: 15_000, high: 65_000 } }], { kubernetes: null });
    expect(odd).toEqual([{ severity: "warns", kind: "odd-size", size: 50_001, even: { low: 15_000, high: 64_999 } }]);
    const low = collide([{ kind: "set-range", range: { low: 1_000, high: 60_999 } }], { kubernetes: null });
    expect(kinds(low)).toEqual(["blocks below-unprivileged"]);
    const small = collide([{ kind: "set-range", range: { low: 40_000, high: 40_999 } }], { kubernetes: null });
    expect(kinds(small)).toEqual(["warns small"]);
    const none = { severity: "blocks", kind: "small", capacity: 0 };
    expect(collide([{ kind: "set-reserved", ports: [{ low: 1, high: 65_535 }] }], { kubernetes: null })).toEqual([none]);
    const range = { low: 20_000, high: 20_999 };
    expect(
      collide(
        [
          { kind: "set-range", range },
          { kind: "reserve", ports: [range] },
        ],
        { kubernetes: null },
      ),
    ).toEqual([none]);
  });
});

const intervals: fc.Arbitrary<PortInterval[]> = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 10 })).map(([low, length]) => ({ low, high: low + length })),
  { maxLength: 6 },
);

it("takes exactly the other ports away", () => {
  fc.assert(
    fc.property(intervals, intervals, (from, minus) => {
      const left = withoutPorts(from, minus);
      for (let port = 0; port <= 75; port++) expect(includesPort(left, port)).toBe(includesPort(from, port) && !includesPort(minus, port));
    }),
  );
});
