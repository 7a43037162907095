import next from "next";
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
  process.env.BERTH_API_URL = apiOrigin;
  const app = next({ dev: false, dir: folder, hostname, port });
  await app.prepare();
  const handler = app.getRequestHandler();
  return { handler: (request, response) => handler(request, response), close: () => app.close() };
}
