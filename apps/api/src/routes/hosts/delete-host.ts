import { HostParams } from "@berth/shared/contract/queries.ts";
import { DeletionReceipt } from "@berth/shared/contract/reads.ts";
import { ApiProblem } from "../../errors.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp } from "../../http/timestamp.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";

export const deleteHost = defineRoute({
  route: createRoute({
    operationId: "deleteHost",
    summary: "Delete a host and everything that is kept of it",
    description:
      "At once and for good; its credential ends. What the rollups of the whole fleet counted of it stays counted. Take the export before.",
    tags: ["Hosts"],
    method: "delete",
    path: "/v1/hosts/{id}",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { params: HostParams },
    responses: { 200: json(DeletionReceipt, "What went, by table"), ...problems("not-signed-in", "foreign-origin", "not-found") },
  }),

  handler: async (c) => {
    const { id } = c.req.valid("param");
    const deleted = await c.var.visitor.stores.lifecycle.deleteHost(id);
    if (deleted === null) throw new ApiProblem("not-found", "This organization has no such host.");
    return c.json({ id, deletedAt: timestamp(c.var.dependencies.nowMs()), rows: deleted }, 200);
  },
});
