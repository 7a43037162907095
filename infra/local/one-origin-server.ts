import http from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { findFreePort, portHolder } from "./port-holder.ts";
import { errorCode, StartFailure } from "./start-failure.ts";
import type { StartOptions } from "./start-options.ts";

export type NodeHandler = (request: http.IncomingMessage, response: http.ServerResponse) => void | Promise<void>;

export interface OneOriginServer {
  port: number;
  /** From now on requests are answered; until then they wait. */
  open(handlers: { api: (request: Request) => Response | Promise<Response>; pages: NodeHandler }): void;
  /** Lets answers under way end, for at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Takes the port at once, so that a taken one is known before anything is built. */
export async function listenOnOneOrigin({ listen, port }: Pick<StartOptions, "listen" | "port">): Promise<OneOriginServer> {
  const { promise: opened, resolve: open } = Promise.withResolvers<NodeHandler>();
  const server = http.createServer(async (request, response) => {
    try {
      await (await opened)(request, response);
    } catch (error) {
      process.stderr.write(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : error}\n`);
      response.headersSent ? response.destroy() : response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen({ host: listen, port, ipv6Only: false }, resolve)).catch(
    async (error) => {
      throw await asPortFailure(error, listen, port);
    },
  );
  return {
    port: (server.address() as AddressInfo).port,
    open: ({ api, pages }) => open(route(getRequestListener(api, { overrideGlobalObjects: false }), pages)),
    close: (graceMs) => close(server, graceMs),
  };
}

/** `/v1`, `/healthz` and `/docs` are the API's, all else is a page. */
export function isApiPath(url: string): boolean {
  return /^\/(v1|healthz|docs)(?=[/?]|$)/.test(url);
}

function route(api: NodeHandler, pages: NodeHandler): NodeHandler {
  return (request, response) => (isApiPath(request.url ?? "/") ? api : pages)(request, response);
}

async function asPortFailure(error: unknown, listen: string, port: number): Promise<unknown> {
  const code = errorCode(error);
  if (code === "EADDRINUSE") {
    const freePort = await findFreePort(listen);
    return new StartFailure({ kind: "port-taken", port, holder: portHolder(port), freePort });
  }
  if (code === "EACCES") return new StartFailure({ kind: "port-denied", port });
  return code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT" ? new StartFailure({ kind: "bad-listen-address", value: listen }) : error;
}

function close(server: http.Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
