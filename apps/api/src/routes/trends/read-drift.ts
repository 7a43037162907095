import { Drift, DriftQuery } from "@berth/shared/contract/trends.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp } from "../../http/timestamp.ts";
import { readDrift as read } from "../../services/trends/read-drift.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";
import { groupOf } from "./group-name.ts";

export const readDrift = defineRoute({
  route: createRoute({
    operationId: "readDrift",
    summary: "Settings that are not the same on all hosts of a group, who differs, and since when",
    tags: ["Trends"],
    method: "get",
    path: "/v1/drift",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { query: DriftQuery },
    responses: {
      200: json(Drift, "Most differing hosts first; empty under three hosts, which have no custom to differ from"),
      ...problems("invalid-request", "not-signed-in"),
    },
  }),

  handler: async (c) => {
    const group = groupOf(c.req.valid("query").group);
    const { hosts, hostnames, drifts } = await read(c.var.visitor.stores, group);
    return c.json(
      {
        group,
        hosts,
        data: drifts.map(({ key, majority, differing, unknownHosts }) => ({
          setting: key,
          majority,
          differing: differing.map(({ hostId, value, sinceMs }) => ({
            id: hostId,
            hostname: hostnames.get(hostId) ?? hostId,
            value,
            since: timestamp(sinceMs),
          })),
          unknownHosts,
        })),
      },
      200,
    );
  },
});
