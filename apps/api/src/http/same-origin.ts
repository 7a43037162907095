import type { Context } from "hono";
import { ApiProblem } from "../errors.ts";

/** Throws foreign-origin unless the request says that it comes from a page of this server, by whichever of its names. */
export function refuseForeignOrigin(c: Context, publicUrl: string): void {
  const origin = c.req.header("origin");
  if (origin !== new URL(publicUrl).origin && origin !== new URL(c.req.url).origin)
    throw new ApiProblem("foreign-origin", "The Origin header must name this server.");
}
