import { defineConfig } from "vitest/config";

/** Every package brings its own projects; `npm test` runs them all, `pnpm exec vitest --project shared` one. */
export default defineConfig({
  test: { projects: ["packages/*/vitest{,.*}.config.ts", "apps/*/vitest{,.*}.config.ts", "infra/*/vitest.config.ts"] },
});
