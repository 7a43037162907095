import type { NodeHandler } from "./one-origin-server.ts";

export interface Pages {
  handler: NodeHandler;
  close(): Promise<void>;
}

export interface PagesOptions {
  /** Of the built Next application. */
  folder: string;
  /** Where its server components reach the API. */
  apiOrigin: string;
  hostname: string;
  port: number;
}

/** The built dashboard in this process. */
export async function openPages({ folder, apiOrigin, hostname, port }: PagesOptions): Promise<Pages> {
  Object.assign(process.env, { NODE_ENV: "production", BERTH_API_URL: apiOrigin });
  // React decides by NODE_ENV, at the moment it is loaded, which of its two builds it is.
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: folder, hostname, port });
  await app.prepare();
  const handler = app.getRequestHandler();
  return { handler: (request, response) => handler(request, response), close: () => app.close() };
}
