import { defineConfig } from "vitest/config";

/** After all other projects: the whole product runs here, and wants the machine for itself. */
export default defineConfig({ test: { name: "start", include: ["**/*.test.ts"], sequence: { groupOrder: 9 } } });
