import { HostParams } from "@berth/shared/contract/queries.ts";
import { HostTuples } from "@berth/shared/contract/reads.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestampOrNull } from "../../http/timestamp.ts";
import { findHost } from "../../services/reads/find-host.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";
import { namespaceTuples } from "./host-views.ts";

export const readHostTuples = defineRoute({
  route: createRoute({
    operationId: "readHostTuples",
    summary: "Who a host talks to, and how many ports that takes, by network namespace",
    tags: ["Hosts"],
    method: "get",
    path: "/v1/hosts/{id}/tuples",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { params: HostParams },
    responses: { 200: json(HostTuples, "Tightest first"), ...problems("invalid-request", "not-signed-in", "not-found") },
  }),

  handler: async (c) => {
    const { publicId, capturedAtMs, body } = await findHost(c.var.visitor.stores, c.req.valid("param").id);
    const namespaces = body?.namespaces.map(namespaceTuples) ?? [];
    return c.json({ hostId: publicId, observedAt: timestampOrNull(capturedAtMs), namespaces }, 200);
  },
});
