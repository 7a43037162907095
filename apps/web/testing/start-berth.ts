import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createNodeRuntime } from "@berth/api/runtimes/node";
import { EnrolReceipt } from "@berth/shared/contract/agents.ts";
import { HostChecklist } from "@berth/shared/contract/reads.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { getRequestListener } from "@hono/node-server";
import next from "next";

export interface Berth {
  origin: string;
  /** A link that signs a browser in, once. */
  startLink(): Promise<string>;
  /** The cookies of a browser that is signed in. */
  session(): Promise<{ name: string; value: string }[]>;
  /** Enrols a host as its agent would. */
  enrol(hostname: string, labels?: Record<string, string>): Promise<EnrolledHost>;
  enrolWith(token: string, hostname: string, labels?: Record<string, string>): Promise<EnrolledHost>;
  /** The API answers 503 to everything until it is mended. */
  breakApi(isBroken: boolean): void;
  close(): Promise<void>;
}

const JUDGED_EVERY_MS = 50;
const JUDGED_ATTEMPTS = 400;

export interface EnrolledHost {
  hostId: string;
  /** Oldest first; each is judged before the next is sent. */
  push(...snapshots: Snapshot[]): Promise<void>;
}

/** The built pages and the real API on an embedded database, behind one origin on a free port. */
export async function startBerth(): Promise<Berth> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "berth-web-"));
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.BERTH_API_URL = origin;
  const api = await createNodeRuntime({
    dataDir,
    publicUrl: origin,
    agentBundlePath: path.join(dataDir, "berth-agent.mjs"),
    logger: QUIET,
  });
  const pages = next({ dev: false, dir: path.join(import.meta.dirname, "..") });
  await pages.prepare();
  let isApiBroken = false;
  const toApi = getRequestListener((request) => api.fetch(request));
  const toPages = pages.getRequestHandler();
  server.on("request", (request, response) => {
    if (!/^\/(v1|docs|healthz)\b/.test(request.url ?? "")) return void toPages(request, response);
    if (!isApiBroken) return void toApi(request, response);
    response.writeHead(503, { "content-type": "application/problem+json", "x-request-id": "req_broken" }).end("{}");
  });
  const post = async (address: string, bearer: string, body: unknown): Promise<unknown> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${bearer}` };
    const response = await fetch(origin + address, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const startLink = async () => `${origin}/start/${await api.issueSignInToken()}`;
  const openSession = async () => {
    const response = await fetch(await startLink(), { redirect: "manual" });
    return response.headers.getSetCookie().map((cookie) => {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      return { name, value };
    });
  };
  let session: ReturnType<Berth["session"]> | undefined;
  const openedSession = () => (session ??= openSession());
  const judged = async (hostId: string, capturedAtMs: number): Promise<void> => {
    const cookie = (await openedSession()).map(({ name, value }) => `${name}=${value}`).join("; ");
    for (let attempt = 0; attempt < JUDGED_ATTEMPTS; attempt++) {
      const answer = await fetch(`${origin}/v1/hosts/${hostId}/checklist`, { headers: { cookie } });
      const { observedAt } = HostChecklist.parse(await answer.json());
      if (observedAt !== null && Date.parse(observedAt) >= capturedAtMs) return;
      await wait(JUDGED_EVERY_MS);
    }
    throw new Error(`the snapshot of ${new Date(capturedAtMs).toISOString()} was not judged`);
  };
  const enrolWith: Berth["enrolWith"] = async (token, hostname, labels = {}) => {
    const body = { hostname, machineId: null, agentVersion: "0.1.0", labels };
    const { hostId, credential } = EnrolReceipt.parse(await post("/v1/agents/enrol", token, body));
    return {
      hostId,
      async push(...snapshots) {
        for (const snapshot of snapshots) {
          await post("/v1/snapshots", credential, snapshot);
          await judged(hostId, snapshot.capturedAtMs);
        }
      },
    };
  };
  return {
    origin,
    startLink,
    session: openedSession,
    enrol: async (hostname, labels) => enrolWith(await api.issueEnrolmentToken(), hostname, labels),
    enrolWith,
    breakApi: (isBroken) => {
      isApiBroken = isBroken;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pages.close();
      await api.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const QUIET = { info: () => {}, error: () => {} };
