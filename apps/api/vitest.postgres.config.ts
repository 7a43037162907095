import { defineConfig } from "vitest/config";

/** Whatever touches a database, once more on a real PostgreSQL that the tests bring themselves. */
export default defineConfig({
  test: {
    name: "api-postgres",
    include: ["src/db/**/*.test.ts", "src/jobs/**/*.test.ts", "src/routes/**/*.test.ts", "src/faults/**/*.test.ts"],
    globalSetup: "src/testing/postgres-global-setup.ts",
    provide: { driver: "postgres" },
    // One import of the API serves all files of a worker; each file has a database of its own.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
