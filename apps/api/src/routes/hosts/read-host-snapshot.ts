import { HostParams } from "@berth/shared/contract/queries.ts";
import { HostSnapshot } from "@berth/shared/contract/reads.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestampOrNull } from "../../http/timestamp.ts";
import { findHost } from "../../services/reads/find-host.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";

export const readHostSnapshot = defineRoute({
  route: createRoute({
    operationId: "readHostSnapshot",
    summary: "The newest snapshot of a host, whole: what remedies and what-if are worked out on",
    tags: ["Hosts"],
    method: "get",
    path: "/v1/hosts/{id}/snapshot",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { params: HostParams },
    responses: { 200: json(HostSnapshot, "As its agent sent it"), ...problems("invalid-request", "not-signed-in", "not-found") },
  }),

  handler: async (c) => {
    const { publicId, body, capturedAtMs } = await findHost(c.var.visitor.stores, c.req.valid("param").id);
    return c.json({ hostId: publicId, observedAt: timestampOrNull(capturedAtMs), snapshot: body }, 200);
  },
});
