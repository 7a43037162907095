import { createRoute } from "@hono/zod-openapi";
import { defineRouteFor } from "../http/define-route.ts";
import type { Dependencies } from "../services/dependencies.ts";

/** What every handler finds in its context. */
export interface AppEnv {
  Variables: { dependencies: Dependencies; requestId: string };
}

export const defineRoute = defineRouteFor<AppEnv>();
export { createRoute };
