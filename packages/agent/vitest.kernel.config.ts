import { defineConfig } from "vitest/config";

/** Against the real kernel, in network namespaces of their own: root and Linux. One file at a time, for timers and bursts of sockets. */
export default defineConfig({
  test: {
    name: "kernel",
    include: ["src/**/*.kernel.test.ts"],
    fileParallelism: false,
    pool: "forks",
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
