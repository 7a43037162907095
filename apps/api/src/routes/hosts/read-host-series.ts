import { HostParams, SeriesQuery } from "@berth/shared/contract/queries.ts";
import { HostSeries } from "@berth/shared/contract/reads.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp } from "../../http/timestamp.ts";
import { readSeries } from "../../services/reads/read-series.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";

export const readHostSeries = defineRoute({
  route: createRoute({
    operationId: "readHostSeries",
    summary: "A host's figures over time, in equal steps",
    tags: ["Hosts"],
    method: "get",
    path: "/v1/hosts/{id}/series",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { params: HostParams, query: SeriesQuery },
    responses: { 200: json(HostSeries, "Oldest first"), ...problems("invalid-request", "not-signed-in", "not-found") },
  }),

  handler: async (c) => {
    const { from, to, step } = c.req.valid("query");
    const { id } = c.req.valid("param");
    const query = { fromMs: from ? Date.parse(from) : null, toMs: to ? Date.parse(to) : null, stepSeconds: step ?? null };
    const { fromMs, toMs, stepSeconds, points } = await readSeries(c.var.visitor.stores, id, query, c.var.dependencies.nowMs());
    return c.json(
      {
        hostId: id,
        from: timestamp(fromMs),
        to: timestamp(toMs),
        stepSeconds,
        data: points.map(({ atMs, tightestAddress, tightestPort, ...figures }) => ({
          at: timestamp(atMs),
          ...figures,
          tightestDestination: tightestAddress === null || tightestPort === null ? null : { address: tightestAddress, port: tightestPort },
        })),
      },
      200,
    );
  },
});
