import { type ForecastRow, Forecasts, ForecastsQuery } from "@berth/shared/contract/trends.ts";
import { HORIZON_DAYS, type LineForecast } from "@berth/shared/domain/ports/long-range/long-range-forecast.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp, timestampOrNull } from "../../http/timestamp.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { ratioOf } from "../ratio-of.ts";
import { requireSession } from "../session/require-session.ts";

export const readForecasts = defineRoute({
  route: createRoute({
    operationId: "readForecasts",
    summary: "When hosts and destinations reach 60 and 80 % of their ports, from their hours",
    tags: ["Trends"],
    method: "get",
    path: "/v1/forecasts",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { query: ForecastsQuery },
    responses: { 200: json(Forecasts, "Soonest first"), ...problems("invalid-request", "not-signed-in") },
  }),

  handler: async (c) => {
    const rows = await c.var.visitor.stores.outlook.forecasts(c.req.valid("query").limit);
    return c.json(
      {
        madeAt: timestampOrNull(rows[0]?.madeAtMs ?? null),
        horizonDays: HORIZON_DAYS,
        data: rows.flatMap((row) => {
          const subject = subjectOf(row);
          const { historyHours, usedPermille, growthPerDay, lines } = row;
          return subject === null
            ? []
            : [
                {
                  subject,
                  historyDays: historyHours / 24,
                  usedRatio: ratioOf(usedPermille),
                  growthPerDay,
                  sixty: lineView(lines.sixty),
                  eighty: lineView(lines.eighty),
                },
              ];
        }),
      },
      200,
    );
  },
});

interface Subject {
  hostPublicId: string | null;
  hostname: string | null;
  address: string | null;
  port: number | null;
}

function subjectOf({ hostPublicId, hostname, address, port }: Subject): ForecastRow["subject"] | null {
  if (hostPublicId !== null && hostname !== null) return { kind: "host", id: hostPublicId, hostname };
  return address !== null && port !== null ? { kind: "destination", address, port } : null;
}

function lineView(line: LineForecast): ForecastRow["sixty"] {
  if (line.kind === "at")
    return { kind: "at", low: timestamp(line.lowMs), best: timestamp(line.bestMs), high: timestampOrNull(line.highMs) };
  return line.kind === "never" ? { kind: "never", low: timestampOrNull(line.lowMs) } : line;
}
