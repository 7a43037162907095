import { defineConfig } from "vitest/config";

/** Whatever touches a database, once more through Neon's driver: HTTP, one request a batch, in front of a real PostgreSQL. */
export default defineConfig({
  test: {
    name: "api-neon-http",
    include: ["src/db/**/*.test.ts", "src/jobs/**/*.test.ts", "src/routes/**/*.test.ts"],
    // The stand-in for Neon answers for one database a process.
    exclude: ["src/db/stores/directory.test.ts"],
    globalSetup: "src/testing/postgres-global-setup.ts",
    provide: { driver: "neon-http" },
    // One import of the API serves all files of a worker; each file has a database, and the driver's settings, to itself.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
