import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";

/** A host on which nothing could be read yet. */
export const emptySnapshot: Snapshot = {
  version: 1,
  sequence: 1,
  bootId: "00000000-0000-0000-0000-000000000000",
  capturedAtMs: 0,
  windowMs: null,
  host: { hostname: "vm", os: "linux", osVersion: "Debian GNU/Linux 12", kernel: "6.18.0", agentVersion: "0.1.0", labels: {} },
  namespaces: [],
  counters: null,
  conntrack: null,
  failures: [],
  gaps: [],
  agent: { rssBytes: 0, cpuMs: null, spooled: 0, dropped: 0 },
};
