import { defineConfig } from "vitest/config";

/** Everything, on the embedded database. */
export default defineConfig({
  test: {
    name: "api",
    include: ["src/**/*.test.ts"],
    exclude: ["src/runtimes/worker.test.ts"],
    globalSetup: "src/testing/pglite-global-setup.ts",
    provide: { driver: "pglite" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
