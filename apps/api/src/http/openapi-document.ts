import { SampleWire, SnapshotWire } from "@berth/shared/contract/snapshot.ts";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Env } from "hono";

type Describable = Pick<OpenAPIHono<Env>, "getOpenAPI31Document" | "openAPIRegistry">;

/** OpenAPI 3.1 of every route of `app`. */
export function describeApi(app: Describable) {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Berth",
      version: "1",
      description:
        "How many ephemeral ports each host still has, for whom, to where and for how long. Refusals are RFC 9457 problem details.",
    },
  });
}

/** What the document names but no route holds as a schema of its own. */
export function registerComponents({ openAPIRegistry }: Describable): void {
  // Schemas made before the library was loaded lack what it adds, so these are made after.
  openAPIRegistry.register("Snapshot", z.strictObject(SnapshotWire.shape));
  openAPIRegistry.register("Sample", z.strictObject(SampleWire.shape));
  openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "__Host-berth_session",
    description: "Set by POST /v1/session; named berth_session on plain HTTP. Writes must carry an Origin of this server.",
  });
  openAPIRegistry.registerComponent("securitySchemes", "enrolmentToken", { type: "http", scheme: "bearer", bearerFormat: "berth_enrol_…" });
  openAPIRegistry.registerComponent("securitySchemes", "hostCredential", { type: "http", scheme: "bearer", bearerFormat: "berth_host_…" });
}
