import { Worker } from "node:worker_threads";
import type { BenchCluster } from "./bench-cluster.ts";
import type { BenchServer } from "./bench-server.ts";
import { ownCpu } from "./cluster-cpu.ts";
import type { PushLoad, PushOutcome } from "./push-load.ts";
import { type Timings, timingsOf } from "./timings.ts";

export interface LoadFigures {
  requests: number;
  perSecond: number;
  timings: Timings;
  /** Of the database's processes and of this one, which is the server and, in small part, its client; µs a request. */
  databaseCpuUs: number;
  serverCpuUs: number;
  walBytes: number;
}

/** Sends the requests in a thread of its own, waits for what goes on after the answers, and says what it took. Throws where one was refused. */
export async function runLoad(cluster: BenchCluster, server: BenchServer, load: Omit<PushLoad, "port">): Promise<LoadFigures> {
  const [cpu, own, wal] = [cluster.cpuSeconds(), ownCpu(), await cluster.walBytes()];
  const { durationsMs, statuses, tookMs } = await inThread({ ...load, port: server.port });
  await server.settle();
  const requests = durationsMs.length;
  if ((statuses["201"] ?? 0) !== requests || server.errors.length > 0)
    throw new Error(`pushes were refused: ${JSON.stringify(statuses)} ${server.errors.slice(0, 3).join("\n")}`);
  return {
    requests,
    perSecond: (requests * 1_000) / tookMs,
    timings: timingsOf(durationsMs),
    databaseCpuUs: ((cluster.cpuSeconds() - cpu) * 1_000_000) / requests,
    serverCpuUs: ((ownCpu() - own) * 1_000_000) / requests,
    walBytes: ((await cluster.walBytes()) - wal) / requests,
  };
}

function inThread(workerData: PushLoad): Promise<PushOutcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./push-load.ts", import.meta.url), { workerData });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
