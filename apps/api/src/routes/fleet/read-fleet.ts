import { FleetQuery } from "@berth/shared/contract/queries.ts";
import { FleetPage } from "@berth/shared/contract/reads.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp, timestampOrNull } from "../../http/timestamp.ts";
import { readFleet as read } from "../../services/reads/read-fleet.ts";
import { watchHosts } from "../../services/reads/watch-hosts.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { verdictView } from "../hosts/host-views.ts";
import { requireSession } from "../session/require-session.ts";

export const readFleet = defineRoute({
  route: createRoute({
    operationId: "readFleet",
    summary: "The organization's hosts, worst first",
    tags: ["Hosts"],
    method: "get",
    path: "/v1/fleet",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { query: FleetQuery },
    responses: { 200: json(FleetPage, "One page"), ...problems("invalid-request", "invalid-cursor", "not-signed-in") },
  }),

  handler: async (c) => {
    const { limit, cursor = null } = c.req.valid("query");
    const { organization, serverNowMs, summary, shownIds, hosts, nextCursor, hasMore } = await read(c.var.dependencies, c.var.visitor, {
      limit,
      cursor,
    });
    c.executionCtx.waitUntil(watchHosts(c.var.dependencies, c.var.visitor.stores, shownIds));
    return c.json(
      {
        organization: { id: organization.publicId, name: organization.name },
        serverNow: timestamp(serverNowMs),
        summary,
        data: hosts.map(({ hostId, hostname, freshness, observedAtMs, verdict, tightest, tightestReason }) => ({
          id: hostId,
          hostname,
          freshness,
          observedAt: timestampOrNull(observedAtMs),
          verdict: verdictView(verdict),
          tightest,
          tightestReason,
        })),
        nextCursor,
        hasMore,
      },
      200,
    );
  },
});
