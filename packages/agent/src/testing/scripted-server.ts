import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { SampleWire } from "@berth/shared/contract/snapshot.ts";
import { joinSnapshot, type Sample, type Setup } from "@berth/shared/domain/host/setup.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";

/** One way to answer a push. `store` keeps what the request carries, as the real server would before it answers. */
export type Behaviour = (exchange: Exchange) => void | Promise<void>;

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  lines: SentLine[];
  /** Says of each line whether it is new, and of all whether a setup that they name is not known. */
  store(): { isNew: boolean[]; needsSetup: boolean };
}

/** One line of a request as SampleWire has it. */
export type SentLine = Sample & { setupHash: string; setup?: Setup };

/** A real HTTP server on a loopback port that follows a script, one behaviour a request, and accepts once it is at an end. */
export class ScriptedServer {
  readonly #server: Server;
  readonly script: Behaviour[] = [];
  /** Stamps in the order they were first stored. */
  readonly stored: number[] = [];
  /** Everything that was stored, whole: each sample joined with the setup that it named. */
  readonly snapshots: Snapshot[] = [];
  /** Stamps of samples whose setup had not been sent when they were stored. */
  readonly orphans: number[] = [];
  readonly requests: { path: string; headers: IncomingMessage["headers"]; count: number; lines: SentLine[]; bytes: number }[] = [];
  /** Every setup that was ever stored, and the names of those that are known still. */
  readonly #sent = new Map<string, Setup>();
  readonly #known = new Set<string>();
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

  /** As a server that lost its setups: what is named from now on must be sent again. */
  forgetSetups(): void {
    this.#known.clear();
  }

  /** As a server that was never spoken to. */
  forgetAll(): void {
    this.forgetSetups();
    this.#sent.clear();
    for (const list of [this.script, this.stored, this.snapshots, this.orphans, this.requests]) list.length = 0;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = gunzipSync(Buffer.concat(chunks)).toString("utf8");
    const lines = text
      .split("\n")
      .filter(Boolean)
      .map((line): SentLine => JSON.parse(line));
    this.requests.push({ path: request.url ?? "", headers: request.headers, count: lines.length, lines, bytes: Buffer.byteLength(text) });
    const store = () => {
      const stored = lines.map((line) => this.#store(line));
      return { isNew: stored.map(({ isNew }) => isNew), needsSetup: stored.some(({ needsSetup }) => needsSetup) };
    };
    await (this.script.shift() ?? accept())({ request, response, lines, store });
  }

  /** Throws where the line is not what the wire allows. */
  #store(line: SentLine): { isNew: boolean; needsSetup: boolean } {
    const { setupHash, setup, ...sample } = SampleWire.parse(line);
    if (setup) {
      this.#sent.set(setupHash, setup);
      this.#known.add(setupHash);
    }
    const isNew = !this.stored.includes(sample.capturedAtMs);
    if (isNew) {
      this.stored.push(sample.capturedAtMs);
      const sent = this.#sent.get(setupHash);
      const snapshot = sent ? joinSnapshot(sample, sent) : null;
      if (snapshot) this.snapshots.push(snapshot);
      else this.orphans.push(sample.capturedAtMs);
    }
    return { isNew, needsSetup: !this.#known.has(setupHash) };
  }
}

const SERVER_NOW_MS = Date.UTC(2026, 10, 24);

export function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** 201 with receipts for all that came. Nobody watches, unless `further` says so. */
export const accept =
  (further: object = {}): Behaviour =>
  ({ response, store }) => {
    const { isNew, needsSetup } = store();
    const receipts = isNew.map((each, index) => ({ snapshotId: `snap_${index}`, isNew: each }));
    const common = { serverNowMs: SERVER_NOW_MS, isWatched: false, needsSetup, ...further };
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
    (exchange.lines.some(({ capturedAtMs }) => stamps.includes(capturedAtMs))
      ? problem(422, "clock-out-of-window", { serverNowMs: SERVER_NOW_MS })
      : accept())(exchange);

/** Knows no setup any more that the request only names, and takes it none the less. */
export const forgetful =
  (server: ScriptedServer): Behaviour =>
  (exchange) => {
    server.forgetSetups();
    return accept()(exchange);
  };

/** Stores the request, then drops the connection before, or in the middle of, the answer. */
export const dieAfterStoring =
  (where: "before" | "middle"): Behaviour =>
  ({ response, store }) => {
    store();
    if (where === "middle")
      response.writeHead(201, { "content-type": "application/json", "content-length": "500" }).write('{"snapshotId":"s');
    response.socket?.destroy();
  };
