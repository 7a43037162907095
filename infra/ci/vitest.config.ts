import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "infra-ci", include: ["**/*.test.ts"] } });
