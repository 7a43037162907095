import { problems } from "../../http/define-route.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "./require-session.ts";
import { clearSessionCookie } from "./session-cookie.ts";

export const signOut = defineRoute({
  route: createRoute({
    operationId: "signOut",
    summary: "End this session",
    tags: ["Session"],
    method: "delete",
    path: "/v1/session",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    responses: { 204: { description: "Ended; the cookie is cleared" }, ...problems("not-signed-in", "foreign-origin") },
  }),

  handler: async (c) => {
    const { stores, sessionHash } = c.var.visitor;
    await stores.access.endSession(sessionHash);
    clearSessionCookie(c, c.var.dependencies.publicUrl);
    return c.body(null, 204);
  },
});
