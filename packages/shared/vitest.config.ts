import { defineConfig } from "vitest/config";

/** Properties run hundreds of cases: the limit is for hangs, not for speed. */
export default defineConfig({ test: { name: "shared", include: ["src/**/*.test.ts"], testTimeout: 60_000 } });
