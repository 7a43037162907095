import { defineConfig } from "vitest/config";

/** The built pages and the real API in real Chromium; a server per file, so one file at a time. */
export default defineConfig({
  test: {
    name: "browser",
    include: ["src/**/*.browser.test.ts"],
    globalSetup: "testing/build-pages.ts",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
