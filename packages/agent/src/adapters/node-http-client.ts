import http from "node:http";
import https from "node:https";
import { type HttpAnswer, type HttpClient, type HttpRequest, TransportError } from "../uplink/http-client.ts";

/** Berth's answers are a few kilobytes; 60 receipts in one are the largest. */
const ANSWER_MAX_BYTES = 256 * 1024;
const TCP_KEEP_ALIVE_MS = 25_000;

/**
 * One server over node:http or node:https (fetch costs twice the memory), one connection kept open. Certificates are
 * verified whatever NODE_TLS_REJECT_UNAUTHORIZED says; redirects are not followed, since they would carry the credential away.
 */
export function nodeHttpClient(server: string): HttpClient {
  const base = new URL(server);
  const isSecure = base.protocol === "https:";
  const options = { keepAlive: true, keepAliveMsecs: TCP_KEEP_ALIVE_MS, maxSockets: 1 };
  const agent = isSecure ? new https.Agent({ ...options, rejectUnauthorized: true }) : new http.Agent(options);
  const { request } = isSecure ? https : http;

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

class StaleConnection extends TransportError {
  constructor() {
    super("ECONNRESET");
  }
}
