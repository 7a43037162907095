import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** One way to answer a push. `store` keeps what the request carries, as the real server would before it answers. */
export type Behaviour = (exchange: Exchange) => void | Promise<void>;

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  snapshots: { capturedAtMs: number }[];
  store(): boolean[];
}

/** A real HTTP server on a loopback port that follows a script, one behaviour a request, and accepts once it is at an end. */
export class ScriptedServer {
  readonly #server: Server;
  readonly script: Behaviour[] = [];
  /** Stamps in the order they were first stored. */
  readonly stored: number[] = [];
  /** Everything that was stored, whole. */
  readonly snapshots: unknown[] = [];
  readonly requests: { path: string; headers: IncomingMessage["headers"]; count: number }[] = [];
  connections = 0;
  #port = 0;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on("connection", () => this.connections++);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<void> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = gunzipSync(Buffer.concat(chunks)).toString("utf8");
    const snapshots = text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    this.requests.push({ path: request.url ?? "", headers: request.headers, count: snapshots.length });
    const store = () =>
      snapshots.map((snapshot) => {
        const isNew = !this.stored.includes(snapshot.capturedAtMs);
        if (isNew) this.stored.push(snapshot.capturedAtMs);
        if (isNew) this.snapshots.push(snapshot);
        return isNew;
      });
    await (this.script.shift() ?? accept())({ request, response, snapshots, store });
  }
}

const SERVER_NOW_MS = Date.UTC(2026, 10, 24);

export function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** 201 with receipts for all that came. */
export const accept =
  (further: object = {}): Behaviour =>
  ({ response, store }) => {
    const receipts = store().map((isNew, index) => ({ snapshotId: `snap_${index}`, isNew, serverNowMs: SERVER_NOW_MS }));
    const common = { serverNowMs: SERVER_NOW_MS, ...further };
    json(response, 201, receipts.length === 1 ? { ...receipts[0], ...common } : { receipts, stored: receipts.length, ...common });
  };

export const status =
  (code: number, headers: Record<string, string> = {}): Behaviour =>
  ({ response }) =>
    void response.writeHead(code, { "content-type": "text/html", ...headers }).end("<h1>no</h1>");

export const problem =
  (code: number, name: string, further: object = {}): Behaviour =>
  ({ response }) =>
    json(
      response,
      code,
      { type: `/docs/problems/${name}`, title: name, status: code, detail: `${name}.`, instance: "/requests/1", ...further },
      { "content-type": "application/problem+json" },
    );

/** Refuses a request that carries one of these stamps and stores nothing of it, as one transaction would. */
export const refusing =
  (stamps: readonly number[]): Behaviour =>
  (exchange) =>
    (exchange.snapshots.some(({ capturedAtMs }) => stamps.includes(capturedAtMs))
      ? problem(422, "clock-out-of-window", { serverNowMs: SERVER_NOW_MS })
      : accept())(exchange);

/** Stores the request, then drops the connection before, or in the middle of, the answer. */
export const dieAfterStoring =
  (where: "before" | "middle"): Behaviour =>
  ({ response, store }) => {
    store();
    if (where === "middle")
      response.writeHead(201, { "content-type": "application/json", "content-length": "500" }).write('{"snapshotId":"s');
    response.socket?.destroy();
  };
