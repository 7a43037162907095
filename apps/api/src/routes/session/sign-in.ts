import { SignInRequest } from "@berth/shared/contract/access.ts";
import { SessionView } from "@berth/shared/contract/reads.ts";
import { json, jsonBody, problems } from "../../http/define-route.ts";
import { refuseForeignOrigin } from "../../http/same-origin.ts";
import { signIn as openSession } from "../../services/access/sessions.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { writeSessionCookie } from "./session-cookie.ts";
import { sessionView } from "./session-view.ts";

export const signIn = defineRoute({
  route: createRoute({
    operationId: "signIn",
    summary: "Exchange a one-time sign-in token for a session cookie",
    tags: ["Session"],
    method: "post",
    path: "/v1/session",
    request: { body: jsonBody(SignInRequest) },
    responses: {
      201: json(SessionView, "Signed in; the cookie is set"),
      ...problems("invalid-request", "token-rejected", "foreign-origin", "payload-too-large", "unsupported-media-type"),
    },
  }),

  handler: async (c) => {
    const { dependencies } = c.var;
    if (c.req.header("origin") !== undefined) refuseForeignOrigin(c, dependencies.publicUrl);
    const { session, visitor } = await openSession(dependencies, c.req.valid("json").token);
    writeSessionCookie(c, dependencies.publicUrl, session);
    return c.json(sessionView(visitor), 201);
  },
});
