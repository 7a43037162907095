import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "agent", include: ["src/**/*.test.ts"], exclude: ["src/**/*.kernel.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
