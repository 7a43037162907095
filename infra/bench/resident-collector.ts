/**
 * The agent's collector, resident, without its uplink: one snapshot for each line on stdin, one JSON line each. CPU is the
 * process's own (getrusage: every thread) while the snapshot is made; run with --single-threaded, V8 does nothing outside of it.
 */
import process from "node:process";
import { createInterface } from "node:readline";

import { machinePorts } from "../../packages/agent/src/adapters/collector-ports.ts";
import { createCollector } from "../../packages/agent/src/collectors/create-collector.ts";
import type { Snapshot } from "../../packages/shared/src/domain/host/snapshot.ts";

export interface CollectorFigures {
  cpuUs: number;
  rssBytes: number;
  /** Sockets of the namespace that it was started in. */
  established: number;
  timeWait: number;
  listen: number;
  source: string;
  gaps: string[];
}

const collector = createCollector({
  agentVersion: "bench",
  labels: {},
  ports: machinePorts(process.env),
  attributes: false,
  isResident: true,
});

function figuresOf({ namespaces, gaps }: Snapshot, cpuUs: number): CollectorFigures {
  const own = namespaces[0]!;
  const count = (state: "established" | "timeWait" | "listen") => (own.tcpStates?.v4[state] ?? 0) + (own.tcpStates?.v6[state] ?? 0);
  return {
    cpuUs,
    rssBytes: process.memoryUsage.rss(),
    established: count("established"),
    timeWait: count("timeWait"),
    listen: count("listen"),
    source: own.source,
    gaps: gaps.map(({ part, reason, hint }) => `${part}: ${reason} (${hint})`),
  };
}

for await (const _ of createInterface({ input: process.stdin })) {
  const before = process.cpuUsage();
  const snapshot = collector.snapshot();
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify(figuresOf(snapshot, user + system))}\n`);
}
