import { createMiddleware } from "hono/factory";
import { ApiProblem } from "../../errors.ts";
import { bearerOf } from "../../http/bearer.ts";
import { isWellFormed } from "../../services/access/secret.ts";
import type { AppEnv } from "../define-route.ts";

/** A Bearer token that can be one of this kind; whether it is one, the database says later. No body is read without it. */
export const requireBearer = (kind: "enrol" | "host") =>
  createMiddleware<AppEnv & { Variables: { bearer: string } }>(async (c, next) => {
    const token = bearerOf(c);
    if (token === null || !isWellFormed(kind, token)) throw new ApiProblem("token-rejected", `Send Authorization: Bearer berth_${kind}_…`);
    c.set("bearer", token);
    await next();
  });
