import { defineConfig } from "vitest/config";

/** The Worker as it is deployed, in workerd, in front of a real PostgreSQL. */
export default defineConfig({
  test: {
    name: "workerd",
    include: ["src/runtimes/worker.test.ts"],
    globalSetup: "src/testing/postgres-global-setup.ts",
    provide: { driver: "postgres" },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
