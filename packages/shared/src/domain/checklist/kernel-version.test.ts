import { expect, it } from "vitest";
import { isKernelAtLeast } from "./kernel-version.ts";

it.each([
  ["4.12.0", true],
  ["4.11.9", false],
  ["4.2.0", false],
  ["5.0.0-rc1", true],
  ["3.19.1", false],
  ["6.18.44-fc-v769", true],
  ["something else", true],
])("%s is at least 4.12: %s", (release, expected) => {
  expect(isKernelAtLeast(release, 4, 12)).toBe(expected);
});
