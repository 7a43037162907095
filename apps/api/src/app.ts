import { OpenAPIHono } from "@hono/zod-openapi";
import { requestId } from "hono/request-id";
import { ApiProblem, describeError, PROBLEM_CODES } from "./errors.ts";
import { faultsOf, invalidRequest } from "./http/faults.ts";
import { describeApi, registerComponents } from "./http/openapi-document.ts";
import { problemOf, problemResponse } from "./http/problem-response.ts";
import { type Gunzip, readBody, streamGunzip } from "./http/read-body.ts";
import { problemPage, referencePage } from "./http/reference-page.ts";
import { routeTable } from "./http/route-table.ts";
import { ALL_ROUTES } from "./routes/all-routes.ts";
import type { AppEnv } from "./routes/define-route.ts";
import type { Dependencies } from "./services/dependencies.ts";

/** The whole API on whatever the runtime brings: a pure function from a request to a response. */
export function createApp(dependencies: Dependencies, gunzip: Gunzip = streamGunzip) {
  const { log, doors } = dependencies;
  const table = routeTable([...ALL_ROUTES.map(({ route }) => route), ...PAGES]);

  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const base = result.target === "json" ? [] : [result.target === "param" ? "path" : result.target];
      throw invalidRequest(faultsOf(result.error, base), result.target === "json" ? "The body" : "The address");
    },
  });

  app.use(requestId({ limitLength: 64, generator: () => `req_${crypto.randomUUID().replaceAll("-", "")}` }));
  app.use(async (c, next) => {
    c.set("dependencies", dependencies);
    await next();
    c.header("X-Content-Type-Options", "nosniff");
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
  });
  app.use(table.refuseUnknownQuery);
  app.use(readBody(gunzip));

  app.onError((error, c) => {
    const problem = problemOf(error);
    if (problem.code === "internal-error" || problem.code === "database-unavailable")
      log.error(problem.code, { requestId: c.var.requestId, method: c.req.method, path: c.req.path, ...describeError(error) });
    return problemResponse(c, problem);
  });
  app.notFound((c) => {
    const allowed = table.allowedMethods(c.req.path);
    if (allowed.length === 0) throw new ApiProblem("not-found", "There is no such address.");
    throw new ApiProblem("method-not-allowed", `Use ${allowed.join(", ")}.`, { headers: { Allow: allowed.join(", ") } });
  });

  registerComponents(app);
  app.get("/healthz", async (c) => {
    await doors.ping();
    return c.json({ status: "ok" });
  });
  app.get("/v1/openapi.json", (c) => c.json(describeApi(app)));
  app.get("/docs", (c) => referencePage(c, describeApi(app)));
  app.get("/docs/problems/:code", (c) => {
    const code = PROBLEM_CODES.find((each) => each === c.req.param("code"));
    if (!code) throw new ApiProblem("not-found", "There is no such problem.");
    return problemPage(c, code);
  });

  return app.openapiRoutes(ALL_ROUTES);
}

const PAGES = ["/healthz", "/v1/openapi.json", "/docs", "/docs/problems/{code}"].map((path) => ({ method: "get", path }));

export type App = ReturnType<typeof createApp>;
