import { defineConfig } from "vitest/config";

/** What needs no browser. */
export default defineConfig({ test: { name: "web", include: ["src/**/*.test.ts"], exclude: ["src/**/*.browser.test.ts"] } });
