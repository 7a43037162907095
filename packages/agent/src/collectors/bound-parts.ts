import { printableText, shortenedText } from "@berth/shared/domain/evidence/printable-text.ts";
import { shortenReading } from "@berth/shared/domain/firewall/shorten-reading.ts";
import type { FirewallReading, FirewallRule } from "@berth/shared/domain/host/firewall.ts";
import type { GapPart } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { gap } from "./gap-from-error.ts";

/** Lists of the whole host whose newest, or foremost, entries can stand for them. */
export type HostList = "failures" | "logs" | "configured" | "changes" | "allowances" | "published" | "services";

/** The wire's limits for lists, and which end of them matters: the newest stand last. */
const LISTS: Record<HostList, { max: number; keep: "first" | "last" }> = {
  failures: { max: 100, keep: "last" },
  logs: { max: 50, keep: "last" },
  configured: { max: 200, keep: "last" },
  changes: { max: 100, keep: "last" },
  allowances: { max: 16, keep: "first" },
  published: { max: 500, keep: "first" },
  services: { max: 50, keep: "first" },
};
const NODE_PORTS_MAX = 1_000;
const EXCLUDED_MAX = 500;
const BOUND_MAX = 20;
const NAMES_MAX = 500;
const READINGS_MAX = 8;
const INTERVALS_MAX = 512;
const OPEN_RULES_MAX = 20;

/** The wire's limits for texts, in UTF-16 units. */
const ADDRESS = 64;
const PROCESS = 128;
const LONG = 256;

/** Keeps every list and every text of the whole host within the wire's limits. Each list that is shortened is a gap. */
export function boundHostParts(snapshot: Snapshot): void {
  for (const part of Object.keys(LISTS) as HostList[]) keepInList(snapshot, part, LISTS[part].max);
  keepNodePorts(snapshot, NODE_PORTS_MAX);
  keepExcluded(snapshot, EXCLUDED_MAX);
  if (snapshot.windows?.bound) snapshot.windows = { ...snapshot.windows, bound: snapshot.windows.bound.slice(0, BOUND_MAX) };
  keepReplayNames(snapshot, NAMES_MAX);
  boundTexts(snapshot);
}

/** Shortens a list of the whole host to so many entries. */
export function keepInList(snapshot: Snapshot, part: HostList, count: number): void {
  const list: readonly unknown[] | undefined = snapshot[part];
  if (list === undefined || list.length <= count) return;
  const kept = LISTS[part].keep === "last" ? list.slice(list.length - count) : list.slice(0, count);
  Object.assign(snapshot, { [part]: kept });
  noteCut(snapshot, part, null, list.length - count);
}

export function keepNodePorts(snapshot: Snapshot, count: number): void {
  const { kubernetes } = snapshot;
  if (!kubernetes?.nodePorts || kubernetes.nodePorts.length <= count) return;
  noteCut(snapshot, "kubernetes", null, kubernetes.nodePorts.length - count);
  snapshot.kubernetes = { ...kubernetes, nodePorts: kubernetes.nodePorts.slice(0, count) };
}

/** Some of the excluded ranges would be a larger range than the host has: they go together. */
export function keepExcluded(snapshot: Snapshot, count: number): void {
  const { windows } = snapshot;
  if (!windows) return;
  const { tcp, udp } = windows.excluded;
  const long = [tcp, udp].filter((blocks) => blocks !== null && blocks.length > count);
  if (long.length === 0) return;
  noteCut(
    snapshot,
    "windows",
    null,
    long.reduce((sum, blocks) => sum + blocks!.length, 0),
  );
  const whole = <T>(blocks: T[] | null): T[] | null => (blocks !== null && blocks.length > count ? null : blocks);
  snapshot.windows = { ...windows, excluded: { tcp: whole(tcp), udp: whole(udp) } };
}

/** Names of files that were not read bear on no check. */
export function keepReplayNames(snapshot: Snapshot, count: number): void {
  if (!snapshot.replay) return;
  const kept = (names: readonly string[]) => names.slice(0, count).map((name) => shortenedText(name, LONG) || "?");
  snapshot.replay = { unknownFiles: kept(snapshot.replay.unknownFiles), unusedFiles: kept(snapshot.replay.unusedFiles) };
}

/** Keeps what the packet filter of a namespace says within so many intervals a list and so many open rules. */
export function keepFirewall(
  snapshot: Snapshot,
  namespace: NamespaceSnapshot,
  intervals: number = INTERVALS_MAX,
  rules: number = OPEN_RULES_MAX,
): void {
  if (!namespace.firewall) return;
  let left = Math.max(0, namespace.firewall.length - READINGS_MAX);
  const cut = <T>(list: readonly T[], count: number): T[] => {
    left += Math.max(0, list.length - count);
    return list.slice(0, count);
  };
  const rule = (each: FirewallRule): FirewallRule => ({
    ...each,
    text: shortenedText(each.text, 300),
    chain: shortenedText(each.chain, PROCESS),
    ports: cut(each.ports, intervals),
  });
  namespace.firewall = namespace.firewall.slice(0, READINGS_MAX).map((reading): FirewallReading => {
    const { returnTraffic, egressDenied } = reading;
    for (const list of [returnTraffic.accepted, returnTraffic.dropped, egressDenied]) left += Math.max(0, list.length - intervals);
    const short = shortenReading(reading, intervals);
    const { decidedBy } = returnTraffic;
    return {
      ...short,
      returnTraffic: { ...short.returnTraffic, decidedBy: decidedBy && rule(decidedBy) },
      openToWorld: cut(reading.openToWorld, rules).map(rule),
    };
  });
  if (left > 0) noteCut(snapshot, "firewall", namespace.id, left);
}

/** One gap a part: the last cut is the one that counts. */
function noteCut(snapshot: Snapshot, part: GapPart, namespaceId: string | null, left: number): void {
  const hint = `${left} entries were left out to keep the snapshot small`;
  snapshot.gaps.push(gap(part, "truncated", namespaceId, hint));
}

function boundTexts(snapshot: Snapshot): void {
  const { hostname, osVersion, kernel } = snapshot.host;
  snapshot.host = {
    ...snapshot.host,
    hostname: named(hostname, 253) ?? "?",
    osVersion: named(osVersion, PROCESS) ?? "?",
    kernel: named(kernel, PROCESS) ?? "?",
  };
  snapshot.failures = snapshot.failures.map((each) => ({
    ...each,
    process: named(each.process, PROCESS),
    ...(each.unit === undefined ? {} : { unit: named(each.unit, LONG) ?? "?" }),
  }));
  if (snapshot.logs)
    snapshot.logs = snapshot.logs.map((each) => ({
      ...each,
      quote: shortenedText(each.quote, 200),
      source: named(each.source, LONG) ?? "log",
      process: named(each.process, PROCESS),
      destination: named(each.destination, PROCESS),
    }));
  if (snapshot.configured)
    snapshot.configured = snapshot.configured.map((each) => ({
      ...each,
      key: named(each.key, PROCESS) ?? "?",
      value: shortenedText(each.value, LONG),
      file: named(each.file, LONG) ?? "?",
      runtime: each.runtime === null ? null : shortenedText(each.runtime, LONG),
    }));
  if (snapshot.changes)
    snapshot.changes = snapshot.changes.map((each) => ({
      ...each,
      what: named(each.what, PROCESS) ?? "?",
      before: each.before === null ? null : shortenedText(each.before, LONG),
      after: each.after === null ? null : shortenedText(each.after, LONG),
    }));
  if (snapshot.published)
    snapshot.published = snapshot.published.map((each) => ({
      ...each,
      runtime: named(each.runtime, 32) ?? "?",
      container: named(each.container, PROCESS),
      address: named(each.address, ADDRESS) ?? "0.0.0.0",
    }));
  if (snapshot.services)
    snapshot.services = snapshot.services.map((each) => ({
      ...each,
      instance: named(each.instance, PROCESS),
      configuredBy: each.configuredBy === null ? null : shortenedText(each.configuredBy, LONG),
    }));
  if (snapshot.windows?.bound)
    snapshot.windows = {
      ...snapshot.windows,
      bound: snapshot.windows.bound.map((each) => ({ ...each, process: named(each.process, PROCESS) })),
    };
}

/** An empty name is none. */
const named = (text: string | null, length: number): string | null => (text === null ? null : printableText(text, length) || null);
