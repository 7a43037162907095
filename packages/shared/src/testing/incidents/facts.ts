import { DEFAULT_POLICY, type Facts, type Policy } from "../../domain/checklist/check.ts";
import type { ConfiguredSetting } from "../../domain/host/configuration.ts";
import type { EgressKind } from "../../domain/host/declarations.ts";
import type { Snapshot, Tuple } from "../../domain/host/snapshot.ts";
import { buildHost } from "../build-host.ts";
import { BUILT_AT_MS, buildTuple } from "../build-snapshot.ts";
import { factsOf } from "../judge.ts";

/** Where a tuple goes. */
export const at = (address: string, port: number) => ({ destination: { address, port } });
export const loopback = (port: number) => ({ source: "127.0.0.1", ...at("127.0.0.1", port) });

/** Who has a tuple's connections open. */
export const held = (process: string) => ({ holders: [{ process, share: 1, basis: "live" as const }] });

/** The facts of a host, with its earlier snapshots and what a policy says of it. */
export const on = (snapshot: Snapshot, earlier: Snapshot[] = [], policy: Partial<Policy> = {}): Facts => ({
  ...factsOf(snapshot, earlier),
  policy: { ...DEFAULT_POLICY, ...policy },
});

/** A declared way out of the network. */
export const behind = (kind: EgressKind, portsPerDestination: number | null): Partial<Policy> => ({
  declared: { egress: { kind, portsPerDestination }, inboundAcl: null },
});

/** Connects to a public address that wait for an answer, beside some that got one. */
export const waiting = (synSent: number, established: number, said: Partial<Tuple> = {}): Tuple =>
  buildTuple({ used: synSent + established, established, synSent, ...at("203.0.113.9", 443), ...said });

/** Earlier snapshots, one every so many minutes, oldest first. */
export const every = (minutes: number, count: number, taken: (minutesAgo: number) => Snapshot): Snapshot[] =>
  Array.from({ length: count }, (_, index) => minutes * (count - index)).map((ago) => ({
    ...taken(ago),
    capturedAtMs: BUILT_AT_MS - ago * 60_000,
  }));

/** Nothing was closed in the last minute. */
export const stopped = { closesPerSecond: [0, 0, 0, 0, 0, 0] };

/** tcp_tw_recycle and tcp_tw_reuse, set to 1 in a file. */
export const recycle = (runtime: string | null): { configured: ConfiguredSetting[] } => ({
  configured: [
    { key: "net.ipv4.tcp_tw_recycle", value: "1", file: "/etc/sysctl.conf", line: 12, runtime, isOverridden: false },
    { key: "net.ipv4.tcp_tw_reuse", value: "1", file: "/etc/sysctl.conf", line: 13, runtime: "1", isOverridden: false },
  ],
});

/** A Linux host of this kernel. */
export const old = (kernel: string): Snapshot["host"] => ({ ...buildHost("linux").host, kernel });
