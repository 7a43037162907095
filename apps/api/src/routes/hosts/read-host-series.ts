import { HostParams, SeriesQuery } from "@berth/shared/contract/queries.ts";
import { HostSeries } from "@berth/shared/contract/reads.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp } from "../../http/timestamp.ts";
import { readSeries } from "../../services/reads/read-series.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { ratioOf } from "../ratio-of.ts";
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
    const { fromMs, toMs, stepSeconds, resolution, points } = await readSeries(c.var.visitor.stores, id, query, c.var.dependencies.nowMs());
    return c.json(
      {
        hostId: id,
        from: timestamp(fromMs),
        to: timestamp(toMs),
        stepSeconds,
        resolution,
        data: points.map((point) => ({
          at: timestamp(point.atMs),
          tightestUsedRatio: ratioOf(point.usedPermille),
          meanUsedRatio: ratioOf(point.usedMeanPermille),
          bindPoolUsedRatio: ratioOf(point.bindPermille),
          udpUsedRatio: ratioOf(point.udpPermille),
          rateOverCeiling: ratioOf(point.ceilingPermille),
          closesPerSecond: point.closesTenths === null ? null : point.closesTenths / 10,
          failures: point.failures,
          tightestDestination:
            point.tightestAddress === null || point.tightestPort === null
              ? null
              : { address: point.tightestAddress, port: point.tightestPort },
        })),
      },
      200,
    );
  },
});
