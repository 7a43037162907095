/** One server behind one kept-alive connection: the door to the network. */
export interface HttpClient {
  /** Sends one POST and waits for the whole answer. Throws a TransportError where no whole answer came. */
  post(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

export interface HttpRequest {
  /** Below the server's own path, beginning with a slash. */
  path: string;
  headers: Record<string, string>;
  body: Uint8Array;
  /** For the whole exchange, connecting included. */
  timeoutMs: number;
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** Media type without parameters, lower case; empty where the server named none. */
  contentType: string;
  retryAfter: string | null;
  body: string;
}

/** No whole answer: refused, reset, timed out, too large, not trusted. `message` is Node's own, such as ECONNREFUSED. */
export class TransportError extends Error {}
