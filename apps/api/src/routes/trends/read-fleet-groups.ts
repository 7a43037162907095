import { FleetGroups } from "@berth/shared/contract/trends.ts";
import { json, problems } from "../../http/define-route.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";

export const readFleetGroups = defineRoute({
  route: createRoute({
    operationId: "readFleetGroups",
    summary: "The labels under which hosts can be looked at together",
    tags: ["Trends"],
    method: "get",
    path: "/v1/fleet/groups",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    responses: { 200: json(FleetGroups, "By label and value"), ...problems("not-signed-in") },
  }),

  handler: async (c) => c.json({ data: await c.var.visitor.stores.trends.groups() }, 200),
});
