import { HostParams } from "@berth/shared/contract/queries.ts";
import { HostView } from "@berth/shared/contract/reads.ts";
import { json, problems } from "../../http/define-route.ts";
import { timestamp, timestampOrNull } from "../../http/timestamp.ts";
import { describeHost } from "../../services/reads/describe-host.ts";
import { watchHosts } from "../../services/reads/watch-hosts.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";
import { namespaceView, verdictView } from "./host-views.ts";

export const readHost = defineRoute({
  route: createRoute({
    operationId: "readHost",
    summary: "One host as its newest snapshot shows it",
    tags: ["Hosts"],
    method: "get",
    path: "/v1/hosts/{id}",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { params: HostParams },
    responses: { 200: json(HostView, "The host"), ...problems("invalid-request", "not-signed-in", "not-found") },
  }),

  handler: async (c) => {
    const nowMs = c.var.dependencies.nowMs();
    const { host, freshness, verdict, tightest } = await describeHost(c.var.visitor.stores, c.req.valid("param").id, nowMs);
    const { body } = host;
    c.executionCtx.waitUntil(watchHosts(c.var.dependencies, c.var.visitor.stores, [host.id]));
    return c.json(
      {
        id: host.publicId,
        hostname: host.hostname,
        os: body?.host.os ?? null,
        osVersion: body?.host.osVersion ?? null,
        kernel: body?.host.kernel ?? null,
        agentVersion: body?.host.agentVersion ?? host.agentVersion,
        labels: body?.host.labels ?? host.labels,
        enrolledAt: timestamp(host.enrolledAtMs),
        freshness,
        observedAt: timestampOrNull(host.capturedAtMs),
        serverNow: timestamp(nowMs),
        sampleSeconds: host.sampleSeconds,
        frameSamples: host.frameSamples,
        verdict: verdictView(verdict),
        diagnosis: host.judgement?.diagnosis ?? null,
        tightest,
        namespaces: body?.namespaces.map(namespaceView) ?? [],
        conntrack: body?.conntrack ?? null,
        gaps: body?.gaps ?? [],
        agent: body?.agent ?? null,
      },
      200,
    );
  },
});
