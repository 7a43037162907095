import { ApiProblem } from "../../errors.ts";
import { problems } from "../../http/define-route.ts";
import { createRoute, defineRoute } from "../define-route.ts";

export const downloadAgent = defineRoute({
  route: createRoute({
    operationId: "downloadAgent",
    summary: "The agent, as one file for Node 20 or newer",
    tags: ["Agents"],
    method: "get",
    path: "/v1/agents/berth-agent.mjs",
    responses: {
      200: { description: "JavaScript module", content: { "text/javascript": { schema: { type: "string" } } } },
      ...problems("not-found"),
    },
  }),

  handler: async (c) => {
    const bundle = await c.var.dependencies.readAgentBundle();
    if (bundle === null) throw new ApiProblem("not-found", "This server was started without a built agent.");
    return c.body(bundle, 200, { "Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache" });
  },
});
