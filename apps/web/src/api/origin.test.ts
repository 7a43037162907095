import { afterEach, expect, test, vi } from "vitest";
import { apiOrigin } from "./origin.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("the API is where BERTH_API_URL says", () => {
  vi.stubEnv("BERTH_API_URL", "https://api.example.com");
  expect(apiOrigin()).toBe("https://api.example.com");
});

test.each([undefined, ""])("it is nowhere else when that is %o", (value) => {
  vi.stubEnv("BERTH_API_URL", value);
  expect(apiOrigin).toThrow("BERTH_API_URL");
});
