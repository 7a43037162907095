import { expect, it } from "vitest";
import { sparkline } from "./sparkline.ts";

it("draws ratios on one scale, the newest last, gaps blank", () => {
  expect(sparkline([0, 0.5, null, 0.99, 1], 6)).toBe(" ▁▄ ▇█");
  expect(sparkline([0, 0, 0, 1], 2)).toBe("▁█");
});
