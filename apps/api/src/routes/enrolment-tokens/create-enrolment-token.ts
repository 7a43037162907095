import { EnrolmentTokenRequest } from "@berth/shared/contract/access.ts";
import { EnrolmentToken } from "@berth/shared/contract/reads.ts";
import { json, jsonBody, problems } from "../../http/define-route.ts";
import { timestamp } from "../../http/timestamp.ts";
import { issueEnrolmentToken } from "../../services/access/issue-tokens.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";

export const createEnrolmentToken = defineRoute({
  route: createRoute({
    operationId: "createEnrolmentToken",
    summary: "Issue a token with which hosts enrol",
    description: "The token is shown this once. Without anything else said it serves one host, for a day.",
    tags: ["Agents"],
    method: "post",
    path: "/v1/enrolment-tokens",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { body: jsonBody(EnrolmentTokenRequest) },
    responses: {
      201: json(EnrolmentToken, "Issued"),
      ...problems("invalid-request", "not-signed-in", "foreign-origin", "payload-too-large", "unsupported-media-type"),
    },
  }),

  handler: async (c) => {
    const { visitor, dependencies } = c.var;
    const { token, expiresAtMs, usesLeft } = await issueEnrolmentToken(visitor, dependencies.nowMs(), c.req.valid("json"));
    return c.json({ token, expiresAt: timestamp(expiresAtMs), usesLeft }, 201);
  },
});
