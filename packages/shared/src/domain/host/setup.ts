import type { FirewallReading } from "./firewall.ts";
import type { HostIdentity, Listener, NamespaceSnapshot, Snapshot } from "./snapshot.ts";

const HOST_KEYS = ["bootId", "configured", "changes", "kubernetes", "published", "declared", "services", "replay"] as const;
const NAMESPACE_KEYS = ["kind", "name", "source", "range", "reserved", "settings", "firewall", "sidecar"] as const;

type HostKey = (typeof HOST_KEYS)[number];
type NamespaceKey = (typeof NAMESPACE_KEYS)[number];

/** What a host is rather than what it does: identity, ranges, settings, firewalls, TCP listeners. It changes seldom. */
export interface Setup extends Pick<Snapshot, HostKey> {
  host: Omit<HostIdentity, "uptimeMs">;
  /** By id, in the order of the snapshot. */
  namespaces: NamespaceSetup[];
}

export interface NamespaceSetup extends Pick<NamespaceSnapshot, "id" | NamespaceKey> {
  listeners: Listener[];
}

/** A snapshot without its setup: what moves. */
export interface Sample extends Omit<Snapshot, HostKey | "host" | "namespaces"> {
  uptimeMs?: number | undefined;
  namespaces: NamespaceSample[];
}

/** `listeners` are those of UDP, which come and go with every query of a resolver. */
export type NamespaceSample = Omit<NamespaceSnapshot, NamespaceKey>;

/** The two halves of a snapshot; `joinSnapshot` is the way back. */
export function splitSnapshot(snapshot: Snapshot): { sample: Sample; setup: Setup } {
  const { host, namespaces, ...rest } = snapshot;
  const { uptimeMs, ...identity } = host;
  const [ofSetup, ofSample] = part(rest, HOST_KEYS);
  const halves = namespaces.map(splitNamespace);
  return {
    sample: {
      ...ofSample,
      ...(uptimeMs === undefined ? {} : { uptimeMs }),
      namespaces: halves.map(({ sample }) => sample),
    },
    setup: { host: identity, ...ofSetup, namespaces: halves.map(({ setup }) => setup) },
  };
}

function splitNamespace({ listeners, ...namespace }: NamespaceSnapshot): { sample: NamespaceSample; setup: NamespaceSetup } {
  const [ofSetup, ofSample] = part(namespace, NAMESPACE_KEYS);
  return {
    sample: { ...ofSample, listeners: listeners.filter(({ protocol }) => protocol === "udp") },
    setup: { id: namespace.id, ...ofSetup, listeners: listeners.filter(({ protocol }) => protocol === "tcp") },
  };
}

/** Null where they do not belong together: a namespace of the sample is none of the setup's. */
export function joinSnapshot({ uptimeMs, namespaces, ...sample }: Sample, { host, namespaces: setups, ...setup }: Setup): Snapshot | null {
  const setupOf = new Map(setups.map((each) => [each.id, each]));
  const joined: NamespaceSnapshot[] = [];
  for (const namespace of namespaces) {
    const found = setupOf.get(namespace.id);
    if (found === undefined) return null;
    joined.push({ ...namespace, ...found, listeners: [...found.listeners, ...namespace.listeners] });
  }
  return { ...sample, ...setup, host: { ...host, ...(uptimeMs === undefined ? {} : { uptimeMs }) }, namespaces: joined };
}

/** The named keys that are there, and the others. */
function part<T extends object, K extends keyof T>(whole: T, keys: readonly K[]): [Pick<T, K>, Omit<T, K>] {
  const named = {} as Pick<T, K>;
  const others = { ...whole };
  for (const key of keys) {
    if (whole[key] !== undefined) named[key] = whole[key];
    delete others[key];
  }
  return [named, others];
}

/**
 * Names a setup by its content, in 16 hex digits: two FNV-1a sums over it with sorted keys, so that who parses and writes it
 * again finds the same name. Counters of firewall rules move without a change and do not count. A name among the few
 * setups of one host, no proof against forgery.
 */
export function hashSetup(setup: Setup): string {
  const namespaces = setup.namespaces.map((each) => ({ ...each, ...(each.firewall && { firewall: each.firewall.map(withoutCounters) }) }));
  const text = canonical({ ...setup, namespaces });
  let [a, b] = [0x811c9dc5, 0xc9dc5118];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code ^ (a >>> 24), 0x01000193);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

const withoutCounters = (reading: FirewallReading): unknown => ({
  ...reading,
  openToWorld: reading.openToWorld.map((rule) => ({ ...rule, packets: null })),
  returnTraffic: {
    ...reading.returnTraffic,
    decidedBy: reading.returnTraffic.decidedBy && { ...reading.returnTraffic.decidedBy, packets: null },
  },
});

/** JSON with the keys of every object in order, and without those that are undefined. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([x], [y]) => (x < y ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}
