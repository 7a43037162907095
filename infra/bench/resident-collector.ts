/**
 * The agent's collector, resident, without its uplink: one snapshot for each line on stdin, one JSON line each. CPU is the
 * process's own (getrusage: every thread, children none), the total so far, so that what V8 does between two
 * snapshots is not lost.
 */
import process from "node:process";
import { createInterface } from "node:readline";

import { machinePorts } from "../../packages/agent/src/adapters/collector-ports.ts";
import { createCollector } from "../../packages/agent/src/collectors/create-collector.ts";
import type { Snapshot } from "../../packages/shared/src/domain/host/snapshot.ts";

export interface CollectorFigures {
  cpuTotalUs: number;
  rssBytes: number;
  /** Sockets of the namespace that it was started in. */
  established: number;
  timeWait: number;
  listen: number;
  source: string;
  gaps: string[];
}

const collector = createCollector({ agentVersion: "bench", labels: {}, ports: machinePorts(process.env) });

function figuresOf({ namespaces, gaps }: Snapshot): CollectorFigures {
  const own = namespaces[0]!;
  const { user, system } = process.cpuUsage();
  const count = (state: "established" | "timeWait" | "listen") => (own.tcpStates?.v4[state] ?? 0) + (own.tcpStates?.v6[state] ?? 0);
  return {
    cpuTotalUs: user + system,
    rssBytes: process.memoryUsage.rss(),
    established: count("established"),
    timeWait: count("timeWait"),
    listen: count("listen"),
    source: own.source,
    gaps: gaps.map(({ part, reason, hint }) => `${part}: ${reason} (${hint})`),
  };
}

for await (const _ of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(figuresOf(collector.snapshot()))}\n`);
