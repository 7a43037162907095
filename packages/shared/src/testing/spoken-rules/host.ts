import type { Evidence } from "../../domain/checklist/check.ts";
import type { Conntrack, Snapshot } from "../../domain/host/snapshot.ts";
import { BUILT_AT_MS, buildNamespace, buildSettings, buildTcpStates, buildTuple } from "../build-snapshot.ts";
import { evidenceOf, ns } from "./evidence-of.ts";

const conntrack = (drops: Conntrack["drops"]): Partial<Snapshot> => ({ conntrack: { count: 1, max: 100, buckets: null, drops } });
const waiting = (sockets: number, destinations: number) =>
  ns({
    tcpStates: { v4: buildTcpStates({ synSent: sockets }), v6: buildTcpStates() },
    tuples: Array.from({ length: destinations }, (_, index) =>
      buildTuple({ synSent: sockets / destinations, destination: { address: `93.184.216.${index + 1}`, port: 443 } }),
    ),
  });
const pressure = (said: Partial<NonNullable<Snapshot["pressure"]>>): Partial<Snapshot> => ({
  pressure: { orphans: 10, maxOrphans: 100, memoryPages: 1, memoryLimits: { low: 10, pressure: 50, max: 100 }, ...said },
});

const NO_COUNTS = {
  activeOpens: 0,
  passiveOpens: 0,
  attemptFails: 0,
  outResets: 0,
  timeWaitRecycled: 0,
  timeWaitOverflow: 0,
  listenDrops: 0,
};

/** Snapshots that between them make every rule of the group speak. */
export const hostSpoken: Evidence[] = [
  evidenceOf({ configured: [], counters: null }),
  evidenceOf(conntrack({ dropped: 3, earlyDropped: 1, insertFailed: 0 })),
  evidenceOf({
    ...conntrack({ dropped: 0, earlyDropped: 0, insertFailed: 40 }),
    namespaces: [
      buildNamespace({
        firewall: [
          {
            family: 4,
            source: "nftables",
            returnTraffic: { verdict: "stateful", accepted: [], dropped: [], decidedBy: null, policy: "drop" },
            openToWorld: [],
            egressDenied: [],
            isUntracked: false,
            masquerade: { randomFully: false },
          },
        ],
      }),
    ],
  }),
  evidenceOf({
    ...conntrack(undefined),
    logs: [
      {
        signature: "conntrack-full",
        firstMs: BUILT_AT_MS - 60_000,
        lastMs: BUILT_AT_MS,
        count: 7,
        quote: "nf_conntrack: table full, dropping packet",
        source: "journal",
        process: null,
        port: null,
        destination: null,
      },
    ],
  }),
  evidenceOf(waiting(600, 1)),
  evidenceOf(waiting(600, 6)),
  evidenceOf({
    configured: [
      {
        key: "net.ipv4.tcp_tw_reuse",
        value: "1",
        file: "/etc/sysctl.d/90-ports.conf",
        line: 3,
        runtime: "2",
        isOverridden: false,
      },
    ],
    changes: [{ atMs: BUILT_AT_MS - 600_000, what: "net.ipv4.ip_local_port_range", before: "32768 60999", after: "40000 49999" }],
  }),
  evidenceOf({
    configured: [],
    ...ns({ settings: buildSettings({ tcpMaxTwBuckets: 5_000 }) }),
    counters: { ...NO_COUNTS, timeWaitOverflow: 3 },
  }),
  evidenceOf(pressure({})),
  evidenceOf(pressure({ orphans: 60 })),
  evidenceOf(pressure({ memoryPages: 95 })),
  evidenceOf({
    ...pressure({ memoryPages: 60 }),
    counters: { ...NO_COUNTS, abortsOnMemory: 2 },
  }),
  evidenceOf({
    ...pressure({}),
    ...ns({ tcpStates: { v4: buildTcpStates({ finWait2: 4_000 }), v6: buildTcpStates() }, tuples: [buildTuple({ finWait: 4_000 })] }),
  }),
].flat();
