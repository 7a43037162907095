import { HostParams } from "@berth/shared/contract/queries.ts";
import { problems } from "../../http/define-route.ts";
import { asLines, exportHost as exported } from "../../services/lifecycle/export-host.ts";
import { findHost } from "../../services/reads/find-host.ts";
import { createRoute, defineRoute } from "../define-route.ts";
import { requireSession } from "../session/require-session.ts";

/** Widened: by its name the library would take it for one JSON value. */
const LINES_TYPE: string = "application/x-ndjson";

export const exportHost = defineRoute({
  route: createRoute({
    operationId: "exportHost",
    summary: "Everything that is kept of a host, one JSON text a line: before it is deleted, or to keep it elsewhere",
    tags: ["Hosts"],
    method: "get",
    path: "/v1/hosts/{id}/export",
    security: [{ session: [] }],
    middleware: [requireSession] as const,
    request: { params: HostParams },
    responses: {
      200: {
        description: "host, judgement, hour, five-minutes and snapshot lines",
        content: { [LINES_TYPE]: { schema: { type: "string" } } },
      },
      ...problems("not-signed-in", "not-found"),
    },
  }),

  handler: async (c) => {
    const { stores } = c.var.visitor;
    const host = await findHost(stores, c.req.valid("param").id);
    // A stream of the text that the contract promises: its type knows no other way to say so.
    const text = asLines(exported(stores, host, c.var.dependencies.nowMs())) as unknown as string;
    return c.body(text, 200, {
      "Content-Type": LINES_TYPE,
      "Content-Disposition": `attachment; filename="${host.publicId}.ndjson"`,
    });
  },
});
