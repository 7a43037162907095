import { SessionView } from "@berth/shared/contract/reads.ts";
import { json, problems } from "../../http/define-route.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "./require-session.ts";
import { sessionView } from "./session-view.ts";

export const readSession = defineRoute({
  route: createRoute({
    operationId: "readSession",
    summary: "Who is signed in, and to which organization",
    tags: ["Session"],
    method: "get",
    path: "/v1/session",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    responses: { 200: json(SessionView, "Signed in"), ...problems("not-signed-in") },
  }),

  handler: (c) => c.json(sessionView(c.var.visitor), 200),
});
