import { hc } from "hono/client";
import type { App } from "./app.ts";

/** The API, typed from its own routes. `baseUrl` without a slash at the end; `headers` carry the visitor's cookie on a server. */
export const createClient = (baseUrl: string, options?: Parameters<typeof hc>[1]) => hc<App>(baseUrl, options);

export type Client = ReturnType<typeof createClient>;
