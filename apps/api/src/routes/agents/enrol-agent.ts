import { EnrolReceipt, EnrolRequest } from "@berth/shared/contract/agents.ts";
import { json, jsonBody, problems } from "../../http/define-route.ts";
import { enrolAgent as enrol } from "../../services/access/enrol-agent.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireBearer } from "./require-bearer.ts";

export const enrolAgent = defineRoute({
  route: createRoute({
    operationId: "enrolAgent",
    summary: "Exchange an enrolment token for a host's own credential",
    description:
      "The credential is shown this once. A machine that enrols again under the same name stays the same host, and its earlier credential ends.",
    tags: ["Agents"],
    method: "post",
    path: "/v1/agents/enrol",
    security: [{ enrolmentToken: [] }],
    middleware: [requireBearer("enrol")] as const,
    request: { body: jsonBody(EnrolRequest) },
    responses: {
      201: json(EnrolReceipt, "Enrolled"),
      ...problems("invalid-request", "token-rejected", "payload-too-large", "unsupported-media-type"),
    },
  }),

  handler: async (c) => c.json(await enrol(c.var.dependencies, c.var.bearer, c.req.valid("json")), 201),
});
