import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backOffMs, retryAfterMs } from "./back-off.ts";

const NOW_MS = Date.UTC(2026, 10, 24, 8, 0, 0);

describe("back-off", () => {
  it("waits from a quarter of a second to a minute, whatever the failures and the luck", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, random) => {
          const waitMs = backOffMs(failures, random);
          expect(waitMs).toBeGreaterThanOrEqual(250);
          expect(waitMs).toBeLessThanOrEqual(60_000);
        },
      ),
    );
  });

  it.each([
    [null, null],
    ["0", 0],
    ["120", 120_000],
    ["999999999", 3_600_000],
    ["Tue, 24 Nov 2026 08:00:30 GMT", 30_000],
    ["Tue, 24 Nov 2026 07:00:00 GMT", 0],
    ["soon", null],
    ["-5", null],
  ])("reads Retry-After %j", (header, waitMs) => {
    expect(retryAfterMs(header, NOW_MS)).toBe(waitMs);
  });
});
