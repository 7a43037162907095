import { HostParams } from "@berth/shared/contract/queries.ts";
import { HostChecklist } from "@berth/shared/contract/reads.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestampOrNull } from "../../http/timestamp.ts";
import { findHost } from "../../services/reads/find-host.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";
import { checklistItem } from "./host-views.ts";

export const readHostChecklist = defineRoute({
  route: createRoute({
    operationId: "readHostChecklist",
    summary: "The checklist as it stands for a host, with its evidence",
    tags: ["Hosts"],
    method: "get",
    path: "/v1/hosts/{id}/checklist",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { params: HostParams },
    responses: { 200: json(HostChecklist, "In display order"), ...problems("invalid-request", "not-signed-in", "not-found") },
  }),

  handler: async (c) => {
    const { publicId, judgement, judgedAtMs } = await findHost(c.var.visitor.stores, c.req.valid("param").id);
    return c.json(
      {
        hostId: publicId,
        observedAt: timestampOrNull(judgement?.settled.judgedAtMs ?? null),
        judgedAt: timestampOrNull(judgedAtMs),
        data: judgement?.settled.checks.map(checklistItem) ?? [],
      },
      200,
    );
  },
});
