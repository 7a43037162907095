import { defineConfig } from "vitest/config";

/** After all other projects: the whole product runs here, and wants the machine for itself. */
export default defineConfig({
  test: { name: "start", include: ["**/*.test.ts"], testTimeout: 120_000, hookTimeout: 180_000, sequence: { groupOrder: 9 } },
});
