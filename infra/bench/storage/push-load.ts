// A thread that plays agents over HTTP, so that the server under load is not also its own client.
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

export interface PushLoad {
  port: number;
  clients: number;
  type: string;
  requests: { credential: string; body: Uint8Array }[];
  /** Requests a second over all clients; null: each client sends the next as soon as it has an answer. */
  perSecond: number | null;
}

export interface PushOutcome {
  durationsMs: number[];
  statuses: Record<string, number>;
  tookMs: number;
}

const { port, clients, type, requests, perSecond } = workerData as PushLoad;
const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
const durationsMs: number[] = [];
const statuses: Record<string, number> = {};
const startedAt = performance.now();
let next = 0;

await Promise.all(
  Array.from({ length: clients }, async () => {
    for (let at = next++; at < requests.length; at = next++) {
      const dueAt = perSecond === null ? performance.now() : startedAt + (at * 1_000) / perSecond;
      if (dueAt > performance.now() + 1) await sleep(dueAt - performance.now());
      const status = await send(requests[at]!);
      // From when it was due, so that waiting for a free client counts.
      durationsMs.push(performance.now() - dueAt);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }),
);
parentPort?.postMessage({ durationsMs, statuses, tookMs: performance.now() - startedAt } satisfies PushOutcome);
agent.destroy();

function send({ credential, body }: PushLoad["requests"][number]): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": type,
      "content-encoding": "gzip",
      "content-length": body.byteLength,
      authorization: `Bearer ${credential}`,
      "berth-settings-version": "1",
    };
    const request = http.request({ agent, host: "127.0.0.1", port, path: "/v1/snapshots", method: "POST", headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    request.on("error", reject);
    request.end(body);
  });
}
