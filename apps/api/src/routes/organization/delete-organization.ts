import { DeleteOrganizationRequest } from "@berth/shared/contract/access.ts";
import { DeletionReceipt } from "@berth/shared/contract/reads.ts";
import { ApiProblem } from "../../errors.ts";
import { json, jsonBody, problems } from "../../http/define-route.ts";
import { timestamp } from "../../http/timestamp.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";

export const deleteOrganization = defineRoute({
  route: createRoute({
    operationId: "deleteOrganization",
    summary: "Delete the organization with its hosts, its people and everything that is kept of them",
    description:
      "At once and for good. The body repeats the organization's name, so that nobody does it by accident. Export the hosts before.",
    tags: ["Organization"],
    method: "delete",
    path: "/v1/organization",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { body: jsonBody(DeleteOrganizationRequest) },
    responses: {
      200: json(DeletionReceipt, "What went, by table"),
      ...problems("invalid-request", "not-signed-in", "foreign-origin", "not-found", "payload-too-large", "unsupported-media-type"),
    },
  }),

  handler: async (c) => {
    const { organization, stores } = c.var.visitor;
    if (c.req.valid("json").name !== organization.name)
      throw new ApiProblem("invalid-request", "The name is not the organization's; nothing was deleted.", {
        faults: [{ pointer: "/name", code: "mismatch", detail: "must repeat the organization's name" }],
      });
    const deleted = await stores.lifecycle.deleteOrganization();
    if (deleted === null) throw new ApiProblem("not-found", "There is no such organization any more.");
    return c.json({ id: organization.publicId, deletedAt: timestamp(c.var.dependencies.nowMs()), rows: deleted }, 200);
  },
});
