import { defineConfig } from "vitest/config";

const KERNEL = "src/**/*.kernel.test.ts";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "agent", include: ["src/**/*.test.ts"], exclude: [KERNEL] } },
      // Network namespaces and sockets of the real kernel: root and Linux, one file at a time, because the port spaces and the clock are shared.
      { test: { name: "kernel", include: [KERNEL], fileParallelism: false, pool: "forks", testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
