import { type HttpAnswer, type HttpClient, type HttpRequest, TransportError } from "../uplink/http-client.ts";
import { httpModule, httpsModule } from "./modules-on-demand.ts";

/** Berth's answers are a few kilobytes; 60 receipts in one are the largest. */
const ANSWER_MAX_BYTES = 256 * 1024;
const ONE_CONNECTION = { keepAlive: true, keepAliveMsecs: 25_000, maxSockets: 1 };

/**
 * One server over node:http or node:https (fetch costs twice the memory), one connection kept open. Certificates are
 * verified whatever NODE_TLS_REJECT_UNAUTHORIZED says; redirects are not followed, since they would carry the credential away.
 */
export function nodeHttpClient(server: string): HttpClient {
  const base = new URL(server);
  const { agent, request } = base.protocol === "https:" ? secureConnection() : plainConnection();

  function exchange({ path, headers, body, timeoutMs, signal }: HttpRequest): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const url = new URL(base.pathname.replace(/\/$/, "") + path, base);
      const outgoing = request(url, { method: "POST", agent, headers, signal });
      const timer = setTimeout(() => outgoing.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })), timeoutMs);
      outgoing.on("close", () => clearTimeout(timer));
      const fail = (error: NodeJS.ErrnoException) => {
        const isStaleConnection = outgoing.reusedSocket && error.code === "ECONNRESET";
        reject(isStaleConnection ? new StaleConnection() : new TransportError(error.code ?? error.message));
      };
      outgoing.on("error", fail);
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        incoming.on("error", fail);
        incoming.on("data", (chunk: Buffer) => {
          bytes += chunk.byteLength;
          if (bytes > ANSWER_MAX_BYTES) incoming.destroy(new Error("the answer is too large"));
          else chunks.push(chunk);
        });
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            contentType: (incoming.headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase(),
            retryAfter: incoming.headers["retry-after"] ?? null,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      });
      outgoing.end(body);
    });
  }

  return {
    /** The server may close an idle connection just as it is used again; every request may be sent twice, so it is. */
    post: (request) => exchange(request).catch((error) => (error instanceof StaleConnection ? exchange(request) : Promise.reject(error))),
    close: () => agent.destroy(),
  };
}

function secureConnection() {
  const { Agent, request } = httpsModule();
  return { agent: new Agent({ ...ONE_CONNECTION, rejectUnauthorized: true }), request };
}

function plainConnection() {
  const { Agent, request } = httpModule();
  return { agent: new Agent(ONE_CONNECTION), request };
}

class StaleConnection extends TransportError {
  constructor() {
    super("ECONNRESET");
  }
}
