import { Destinations, DestinationsQuery } from "@berth/shared/contract/trends.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp } from "../../http/timestamp.ts";
import { readDestinations as read } from "../../services/trends/read-destinations.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";

export const readDestinations = defineRoute({
  route: createRoute({
    operationId: "readDestinations",
    summary: "Whom the fleet talks to: the destinations that take the most ports, over all hosts",
    tags: ["Trends"],
    method: "get",
    path: "/v1/destinations",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { query: DestinationsQuery },
    responses: { 200: json(Destinations, "Tightest first"), ...problems("invalid-request", "not-signed-in") },
  }),

  handler: async (c) => {
    const { from, to, limit } = c.req.valid("query");
    const query = { fromMs: from ? Date.parse(from) : null, toMs: to ? Date.parse(to) : null, limit };
    const { fromMs, toMs, rows } = await read(c.var.visitor.stores, query, c.var.dependencies.nowMs());
    return c.json(
      {
        from: timestamp(fromMs),
        to: timestamp(toMs),
        data: rows.map(({ address, port, hosts, closesTenths, used, usedMax, lastMs }) => ({
          address,
          port,
          hosts,
          closesPerSecond: closesTenths / 10,
          usedPorts: used,
          worstUsedRatio: usedMax / 1_000,
          lastSeen: timestamp(lastMs),
        })),
      },
      200,
    );
  },
});
