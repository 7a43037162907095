import type { MiddlewareHandler } from "hono";
import { invalidRequest } from "./faults.ts";

interface Listed {
  method: string;
  path: string;
  request?: { query?: unknown };
}

/** What the list of routes says about an address; `{name}` in a path stands for one segment. */
export function routeTable(routes: readonly Listed[]) {
  const rows = routes.map(({ method, path, request }) => ({ method: method.toUpperCase(), pattern: pattern(path), query: request?.query }));

  return {
    /** Methods that an address takes; empty where there is no such address. */
    allowedMethods(path: string): string[] {
      const methods = rows.filter((row) => row.pattern.test(path)).map(({ method }) => method);
      return methods.includes("GET") ? [...methods, "HEAD"] : methods;
    },

    /** A route that declares no query takes none: an unknown parameter is refused, never ignored. */
    refuseUnknownQuery: (async (c, next) => {
      const names = Object.keys(c.req.query());
      const asked = c.req.method === "HEAD" ? "GET" : c.req.method;
      const row = names.length > 0 && rows.find(({ method, pattern: route }) => method === asked && route.test(c.req.path));
      if (row && !row.query)
        throw invalidRequest(
          names.map((name) => ({ pointer: `/query/${name}`, code: "unknown", detail: "not part of the contract" })),
          "The address",
        );
      await next();
    }) satisfies MiddlewareHandler,
  };
}

const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);
