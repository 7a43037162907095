import { defineConfig } from "vitest/config";

/** Everything, on the embedded database. */
export default defineConfig({
  test: {
    name: "api",
    include: ["src/**/*.test.ts"],
    exclude: ["src/runtimes/worker.test.ts", "src/faults/**"],
    globalSetup: "src/testing/pglite-global-setup.ts",
    provide: { driver: "pglite" },
    // One import of the API serves all files of a worker; each file has a database of its own.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
