import { FleetTrends, FleetTrendsQuery } from "@berth/shared/contract/trends.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp } from "../../http/timestamp.ts";
import { readFleetTrends as read, type TrendRow } from "../../services/trends/read-fleet-trends.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";
import { groupOf } from "./group-name.ts";

export const readFleetTrends = defineRoute({
  route: createRoute({
    operationId: "readFleetTrends",
    summary: "The fleet over time: percentiles over hosts, hosts over each line, failures, verdicts",
    tags: ["Trends"],
    method: "get",
    path: "/v1/fleet/trends",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { query: FleetTrendsQuery },
    responses: { 200: json(FleetTrends, "By columns, oldest first"), ...problems("invalid-request", "not-signed-in") },
  }),

  handler: async (c) => {
    const { from, to, step, group } = c.req.valid("query");
    const query = {
      fromMs: from ? Date.parse(from) : null,
      toMs: to ? Date.parse(to) : null,
      stepMs: step ? Number(step) * 1_000 : null,
      group: groupOf(group),
    };
    const { fromMs, toMs, stepSeconds, rows, checks } = await read(c.var.visitor.stores, query, c.var.dependencies.nowMs());
    const column = (of: (row: TrendRow) => number | null) => rows.map((row) => row && of(row));
    const thousandths = (of: (row: TrendRow) => number | null) =>
      rows.map((row) => {
        const value = row && of(row);
        return value === null ? null : value / 1_000;
      });
    return c.json(
      {
        group: query.group,
        from: timestamp(fromMs),
        to: timestamp(toMs),
        stepSeconds,
        enrolled: column((row) => row.enrolled),
        hosts: column((row) => row.hosts),
        measured: column((row) => row.measured),
        usedRatio: {
          p50: thousandths((row) => row.usedP50),
          p90: thousandths((row) => row.usedP90),
          p95: thousandths((row) => row.usedP95),
          p99: thousandths((row) => row.usedP99),
          max: thousandths((row) => row.usedMax),
        },
        bindPoolUsedRatio: { p95: thousandths((row) => row.bindP95), max: thousandths((row) => row.bindMax) },
        rateOverCeiling: { p95: thousandths((row) => row.ceilingP95), max: thousandths((row) => row.ceilingMax) },
        // Nobody's sockets could be read: that is no rate of nothing.
        closesPerSecond: column((row) => (row.measured === 0 ? null : row.closesTenths / 10)),
        failures: column((row) => row.failures),
        hostsOver: { half: column((row) => row.over50), sixty: column((row) => row.over60), eighty: column((row) => row.over80) },
        verdicts: {
          pass: column((row) => row.pass),
          warn: column((row) => row.warn),
          fail: column((row) => row.fail),
          unknown: column((row) => row.unknown),
        },
        checks,
      },
      200,
    );
  },
});
