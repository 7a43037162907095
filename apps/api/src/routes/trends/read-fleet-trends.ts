import { FleetTrends, FleetTrendsQuery } from "@berth/shared/contract/trends.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp } from "../../http/timestamp.ts";
import { readFleetTrends as read } from "../../services/trends/read-fleet-trends.ts";
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
    const { fromMs, toMs, stepSeconds, figures, checks } = await read(c.var.visitor.stores, query, c.var.dependencies.nowMs());
    return c.json(
      {
        group: query.group,
        from: timestamp(fromMs),
        to: timestamp(toMs),
        stepSeconds,
        enrolled: figures.enrolled,
        hosts: figures.hosts,
        measured: figures.measured,
        usedRatio: {
          p50: thousandths(figures.usedP50),
          p90: thousandths(figures.usedP90),
          p95: thousandths(figures.usedP95),
          p99: thousandths(figures.usedP99),
          max: thousandths(figures.usedMax),
        },
        bindPoolUsedRatio: { p95: thousandths(figures.bindP95), max: thousandths(figures.bindMax) },
        rateOverCeiling: { p95: thousandths(figures.ceilingP95), max: thousandths(figures.ceilingMax) },
        // Nobody's sockets could be read: that is no rate of nothing.
        closesPerSecond: figures.closesTenths.map((tenths, step) => (tenths === null || figures.measured[step] === 0 ? null : tenths / 10)),
        failures: figures.failures,
        hostsOver: { half: figures.over50, sixty: figures.over60, eighty: figures.over80 },
        verdicts: {
          pass: figures.pass,
          warn: figures.warn,
          fail: figures.fail,
          unknown: figures.unknown,
        },
        checks,
      },
      200,
    );
  },
});

const thousandths = (column: readonly (number | null)[]) => column.map((value) => (value === null ? null : value / 1_000));
