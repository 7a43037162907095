/** The import table of docs/architecture.md, held by the build. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from, pathNot: "\\.test\\.tsx?$|/testing/|/vitest\\.config\\.ts$" },
  to: { pathNot: allowed },
});

const SHARED = "^packages/shared/src";
const API = "^apps/api/src";
const builtin =
  "^(node:)?(fs|path|os|net|http|https|child_process|crypto|dgram|zlib|url|util|stream|events|dns|timers|process|buffer|readline|perf_hooks|console|v8|worker_threads|tty|ffi|assert|module)(/|$)";

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(node:)?ffi$|\\.woff2?$|\\.css$" },
    },
    only("domain-imports-itself", `${SHARED}/domain/`, [`${SHARED}/domain/`], "The domain is plain TypeScript without I/O."),
    only(
      "text-imports-domain-types",
      `${SHARED}/text/`,
      [`${SHARED}/(domain|text)/`],
      "Sentences know the domain's words and nothing else.",
    ),
    only("contract-imports-domain-and-zod", `${SHARED}/contract/`, [`${SHARED}/(domain|contract)/`, "node_modules/zod/"], "Wire shapes."),
    only(
      "agent-has-no-dependency",
      "^packages/agent/src/",
      ["^packages/agent/src/", `${SHARED}/(domain|text)/`, builtin],
      "The agent runs alone.",
    ),
    {
      name: "agent-node-only-in-adapters",
      severity: "error",
      from: { path: "^packages/agent/src/", pathNot: "^packages/agent/src/(adapters/|main\\.ts)|\\.test\\.ts$|/testing/" },
      to: { path: builtin },
    },
    {
      name: "native-only-in-adapters-native",
      severity: "error",
      from: {
        path: "^packages/agent/src/",
        pathNot: "^packages/agent/src/adapters/native/|^packages/agent/src/main\\.ts|\\.test\\.ts$|/testing/",
      },
      to: { path: "^(node:)?ffi$" },
    },
    only(
      "api-http",
      `${API}/http/`,
      [`${API}/(http/|errors\\.ts)`, `${SHARED}/contract/`, "node_modules/(hono|@hono|zod)/"],
      "Transport knows hono and the contract.",
    ),
    only(
      "api-routes",
      `${API}/routes/`,
      [`${API}/(routes|http|services)/`, `${API}/errors\\.ts`, `${SHARED}/(contract|domain)/`, "node_modules/(hono|@hono|zod)/"],
      "Routes map wire to domain and back.",
    ),
    only(
      "api-services",
      `${API}/(services|jobs|channels)/`,
      [
        `${API}/(services|jobs|channels)/`,
        `${API}/errors\\.ts`,
        `${API}/db/stores/`,
        `${SHARED}/(domain|text)/`,
        "node_modules/(@noble/hashes|lru-cache)/",
      ],
      "Rules know the domain and the types of stores.",
    ),
    {
      name: "api-services-take-store-types-only",
      severity: "error",
      from: { path: `${API}/(services|jobs|channels)/`, pathNot: "\\.test\\.ts$" },
      to: { path: `${API}/db/`, dependencyTypesNot: ["type-only"] },
    },
    only(
      "api-db",
      `${API}/db/`,
      [
        `${API}/db/`,
        `${API}/errors\\.ts`,
        `${SHARED}/domain/`,
        "node_modules/(drizzle-orm|@electric-sql|@neondatabase|lru-cache|pg|@types/pg)/",
        builtin,
      ],
      "Tables know the domain and drizzle.",
    ),
    only(
      "web",
      "^apps/web/src/",
      ["^apps/web/", `${SHARED}/(domain|text|contract)/`, "^apps/api/src/client\\.ts$", "node_modules/", builtin],
      "The web knows the API by its one door.",
    ),
    {
      name: "web-api-folder",
      severity: "error",
      from: { path: "^apps/web/src/", pathNot: "^apps/web/src/api/|\\.test\\.tsx?$" },
      to: { path: "^apps/api/" },
    },
    {
      name: "nothing-imports-infra",
      comment: "Infra starts, tests and measures the product; the product does not know it.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: "\\.test\\.tsx?$|/testing/" },
      to: { path: "^infra/" },
    },
    only(
      "infra-local",
      "^infra/local/",
      ["^infra/local/", `${SHARED}/(domain|text)/`, "^apps/api/src/runtimes/node\\.ts$", "node_modules/(next|@hono/node-server)/", builtin],
      "npm start opens the product by its doors.",
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.next)/|/next-env\\.d\\.ts$" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mts", ".mjs", ".js", ".cjs"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
