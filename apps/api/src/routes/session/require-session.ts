import { createMiddleware } from "hono/factory";
import { ApiProblem } from "../../errors.ts";
import { refuseForeignOrigin } from "../../http/same-origin.ts";
import { findVisitor, type Visitor } from "../../services/access/sessions.ts";
import type { AppEnv } from "../define-route.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** Somebody must be signed in. A browser sends the cookie along whoever asks it to, so writes must also come from our own pages. */
export const requireSession = createMiddleware<AppEnv & { Variables: { visitor: Visitor } }>(async (c, next) => {
  const { dependencies } = c.var;
  const visitor = await findVisitor(dependencies, readSessionCookie(c, dependencies.publicUrl));
  if (visitor === null) throw new ApiProblem("not-signed-in", "Sign in and try again.");
  if (c.req.method !== "GET" && c.req.method !== "HEAD") refuseForeignOrigin(c, dependencies.publicUrl);
  c.set("visitor", visitor);
  await next();
});
