import { createApp } from "../../../apps/api/src/app.ts";
import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import { secretDoors } from "../../../apps/api/src/db/stores/secret-doors.ts";
import { createStores } from "../../../apps/api/src/db/stores/stores.ts";
import { backgroundWork } from "../../../apps/api/src/runtimes/background-work.ts";
import { zlibGunzip } from "../../../apps/api/src/runtimes/zlib-gunzip.ts";
import { issueSignInToken } from "../../../apps/api/src/services/access/issue-tokens.ts";
import type { Dependencies } from "../../../apps/api/src/services/dependencies.ts";
import { HostMemory } from "../../../apps/api/src/services/judgement/host-memory.ts";
import { SetupCache } from "../../../apps/api/src/services/snapshots/setup-cache.ts";
import { listenOnOneOrigin } from "../../local/one-origin-server.ts";
import type { LoadedFleet } from "./loaded-fleet.ts";

export interface BenchServer {
  port: number;
  /** The server's own time, which only we move. */
  clock: { nowMs: number };
  /** Whether what a push brings is judged after its answer. */
  judging: { isOn: boolean };
  settle(): Promise<void>;
  errors: string[];
  close(): Promise<void>;
}

/** The product's app behind the product's HTTP server, in this process. */
export async function openBenchServer(db: InteractiveDatabase, startMs: number): Promise<BenchServer> {
  const clock = { nowMs: startMs };
  const judging = { isOn: true };
  const errors: string[] = [];
  const server = await listenOnOneOrigin({ listen: "127.0.0.1", port: 0 });
  const memory = new HostMemory();
  const dependencies: Dependencies = {
    doors: secretDoors(db),
    storesOf: (organizationId) => storesOf(organizationId),
    setups: new SetupCache(20_000),
    get memory() {
      return judging.isOn ? memory : new HostMemory();
    },
    nowMs: () => clock.nowMs,
    log: { info: () => {}, error: (event, fields) => void errors.push(`${event} ${JSON.stringify(fields)}`) },
    publicUrl: `http://127.0.0.1:${server.port}`,
    cursorKey: "a key of the benchmark",
    readAgentBundle: async () => null,
  };
  function storesOf(organizationId: number) {
    const stores = createStores(db, organizationId);
    if (judging.isOn) return stores;
    return { ...stores, judgements: { ...stores.judgements, history: () => new Promise<never>(() => {}) } };
  }
  const app = createApp(dependencies, zlibGunzip);
  const background = backgroundWork();
  const dropped = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} };
  server.open({
    api: (request) => app.fetch(request, {}, judging.isOn ? background.context : dropped),
    pages: (_request, response) => void response.writeHead(404).end(),
  });
  return { port: server.port, clock, judging, settle: () => background.settle(), errors, close: () => server.close(1_000) };
}

/** The cookie of somebody who is signed in to the fleet's organization. */
export async function signIn(db: InteractiveDatabase, server: BenchServer, { organizationId, memberId }: LoadedFleet): Promise<string> {
  const token = await issueSignInToken({ stores: createStores(db, organizationId), memberId }, server.clock.nowMs);
  const answer = await fetch(`http://127.0.0.1:${server.port}/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}
