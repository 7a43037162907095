import { SnapshotWire } from "@berth/shared/contract/snapshot.ts";
import type { ReturnTraffic } from "@berth/shared/domain/host/firewall.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crowdedSnapshot } from "../testing/crowded-snapshot.ts";
import { fitSnapshot } from "./fit-snapshot.ts";
import { gap } from "./gap-from-error.ts";

const LIMIT = 256 * 1024;
const bytesOf = (snapshot: Snapshot) => new TextEncoder().encode(JSON.stringify(snapshot)).length;

interface Shape {
  type?: string | string[];
  anyOf?: Shape[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Shape>;
  propertyNames?: Shape;
  additionalProperties?: Shape | boolean;
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  pattern?: string;
  contentEncoding?: string;
  maximum?: number;
}
const WIRE = SnapshotWire.toJSONSchema() as Shape;

/** The longest value of a shape; `share` of their limit for lists, and texts of one character. */
function largest(shape: Shape, character: string, share: (path: string) => number, path = ""): unknown {
  const within = (inner: Shape, name: string) => largest(inner, character, share, `${path}/${name}`);
  if (shape.const !== undefined) return shape.const;
  const type = Array.isArray(shape.type) ? shape.type[0] : shape.type;
  if (shape.enum) return shape.enum[0];
  if (shape.anyOf) return within(shape.anyOf.find(({ type }) => type !== "null")!, "");
  if (type === "object" && shape.properties)
    return Object.fromEntries(Object.entries(shape.properties).map(([name, inner]) => [name, within(inner, name)]));
  if (type === "object")
    return Object.fromEntries(
      Array.from({ length: 64 }, (_, index) => [`${character}${index}`, within(shape.additionalProperties as Shape, "")]),
    );
  if (type === "array") {
    const length = Math.max(shape.minItems ?? 0, Math.round((shape.maxItems ?? 0) * share(path)));
    return Array.from({ length }, () => within(shape.items!, "")) satisfies unknown[];
  }
  if (type === "string") {
    if (shape.contentEncoding === "base64" || shape.maxLength === 4096) return "A".repeat(4096);
    return shape.maxLength === undefined ? "1" : character.repeat(shape.maxLength);
  }
  if (type === "boolean") return true;
  // Counts that may be added up.
  return Math.min(shape.maximum ?? 2 ** 40, 2 ** 40);
}

function largestSnapshot(character: string, share: (path: string) => number): Snapshot {
  const snapshot = largest(WIRE, character, share) as Snapshot;
  for (const [index, namespace] of snapshot.namespaces.entries()) namespace.id = String(index);
  for (const [index, each] of snapshot.gaps.entries()) each.namespaceId = index % 3 === 0 ? null : String(index % 250);
  return snapshot;
}

describe("whatever the wire admits at most", () => {
  test("fits, and the wire takes it", () => {
    const characters = fc.constantFrom("a", "名", '"', "\n", "\u0001", "\u202e");
    fc.assert(
      fc.property(characters, fc.constantFrom(1, 2, 60), fc.boolean(), (character, namespaces, isFull) => {
        const inNamespace = namespaces > 3 ? 0.02 : 1;
        const share = (path: string) =>
          path === "/namespaces" ? namespaces / 200 : path.startsWith("/namespaces/") ? inNamespace : isFull ? 1 : 0.3;
        const snapshot = largestSnapshot(character, share);
        if (character === "a" && namespaces === 1) expect(SnapshotWire.safeParse(snapshot).error).toBeUndefined();
        const fitted = fitSnapshot(snapshot);
        expect(bytesOf(fitted)).toBeLessThanOrEqual(LIMIT);
        expect(SnapshotWire.safeParse(fitted).error).toBeUndefined();
        expect(fitted.namespaces[0]!.id).toBe("0");
      }),
      { numRuns: 6 },
    );
  });

  test("and what goes beyond it is cut to it", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "\0", "\ud83d", "\ude00", "😀", "\u001b"), maxLength: 700 });
    fc.assert(
      fc.property(texts, fc.nat(600), (text, length) => {
        const many = <T>(item: T): T[] => Array.from({ length }, () => item);
        const rule = { text, chain: text, packets: null, ports: many({ low: 1, high: 2 }) };
        const returnTraffic: ReturnTraffic = {
          verdict: "partly",
          accepted: many({ low: 1, high: 2 }),
          dropped: [],
          decidedBy: rule,
          policy: null,
        };
        const fitted = fitSnapshot({
          ...crowdedSnapshot,
          namespaces: crowdedSnapshot.namespaces.map((each) => ({
            ...each,
            name: text,
            firewall: [
              {
                family: 4,
                source: "nftables",
                returnTraffic,
                openToWorld: many(rule),
                egressDenied: [],
                isUntracked: false,
                masquerade: null,
              },
            ],
          })),
          failures: many({
            ...({ atMs: 1, errno: 99, operation: "connect", protocol: "tcp", source: null, destination: null } as const),
            ...{ process: text, unit: text, count: 1 },
          }),
          logs: many({
            ...({ signature: "orphans", firstMs: null, lastMs: null, count: 1, port: null } as const),
            ...{ quote: text, source: text, process: text, destination: text },
          }),
          configured: many({ key: "k", value: text, file: text, line: 1, runtime: text, isOverridden: false }),
          changes: many({ atMs: 1, what: text, before: text, after: null }),
          published: many({ runtime: "docker", container: text, protocol: "tcp" as const, address: "::", port: 80 }),
          services: many({
            ...({ service: "erlang-distribution", port: 1, configured: null, isContradictory: false, isExposed: true } as const),
            ...{ instance: text, configuredBy: text },
          }),
          kubernetes: { hasKubelet: true, hasKubeProxy: true, nodePortRange: { low: 1, high: 2 }, nodePorts: many(30_000) },
          gaps: many(gap("tcp", "denied", null, text)),
        });
        expect(SnapshotWire.safeParse(fitted).error).toBeUndefined();
        expect(bytesOf(fitted)).toBeLessThanOrEqual(LIMIT);
      }),
      { numRuns: 15 },
    );
  });
});

describe("a crowded host in its outage", () => {
  const outage = (): Snapshot => ({
    ...crowdedSnapshot,
    failures: Array.from({ length: 100 }, (_, index) => ({
      ...({
        atMs: index,
        firstMs: 1,
        errno: 99,
        operation: "connect",
        protocol: "tcp",
        source: "10.0.3.17",
        count: 7,
        pid: index,
      } as const),
      ...{ destination: { address: `10.4.7.${index}`, port: 6_379 }, process: "crawler", unit: `${"u".repeat(200)}.service` },
    })),
    logs: Array.from({ length: 50 }, (_, index) => ({
      ...({ signature: "connect-address-unavailable", firstMs: 1, lastMs: index, count: 3, port: null } as const),
      ...{
        quote: "要求されたアドレスを割り当てられません".repeat(10),
        source: "journal",
        process: "crawler",
        destination: "10.4.7.21:6379",
      },
    })),
    published: Array.from({ length: 500 }, (_, index) => ({
      ...({ runtime: "docker", container: `shop-web-${index}`, protocol: "tcp", address: "0.0.0.0", port: 20_000 + index } as const),
    })),
    configured: Array.from({ length: 60 }, (_, index) => ({
      ...{ key: "net.ipv4.ip_local_port_range", value: "1024 65535", line: index, runtime: null, isOverridden: true },
      file: `/etc/sysctl.d/${"x".repeat(200)}.conf`,
    })),
    gaps: Array.from({ length: 499 }, (_, index) => gap("boundInactive", "unsupported", String(index), "y".repeat(200))),
  });

  test("is still seen: its newest failures and lines are there, and a gap says what is not", () => {
    const crowded = outage();
    expect(bytesOf(crowded)).toBeGreaterThan(LIMIT);
    const fitted = fitSnapshot(crowded);
    expect(bytesOf(fitted)).toBeLessThanOrEqual(LIMIT);
    expect(SnapshotWire.safeParse(fitted).error).toBeUndefined();
    expect(fitted.failures.at(-1)!.atMs).toBe(99);
    expect(fitted.logs?.at(-1)?.lastMs).toBe(49);
    expect(fitted.published!.length).toBeLessThan(500);
    expect(fitted.gaps).toContainEqual(expect.objectContaining({ part: "published", reason: "truncated" }));
  });

  test("whose gaps were folded is called unread where a namespace was, never read", () => {
    const crowded = outage();
    const { id } = crowded.namespaces[1]!;
    crowded.gaps.push(gap("udp", "denied", id, "no"));
    const fitted = fitSnapshot(crowded);
    expect(fitted.gaps.some(({ part, namespaceId }) => part === "udp" && (namespaceId === null || namespaceId === id))).toBe(true);
  });
});
