import type { Context } from "hono";

/** The Bearer token of the Authorization header (RFC 6750); null where there is none. */
export const bearerOf = (c: Context): string | null =>
  /^Bearer ([\x21-\x7e]{1,512})$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? null;
