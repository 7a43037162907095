import { describe, expect, it } from "vitest";
import { ClockOffset } from "./clock-offset.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 24);

describe("clock offset", () => {
  it("trusts the host's clock until the server refuses a stamp", () => {
    const offset = new ClockOffset();
    offset.seen(NOW_MS + HOUR_MS, NOW_MS);
    expect(offset.offsetMs).toBe(0);
    offset.refused(NOW_MS - HOUR_MS, NOW_MS);
    expect(offset.offsetMs).toBe(-HOUR_MS);
  });

  it("is not misled by a snapshot that was merely too old", () => {
    const offset = new ClockOffset();
    offset.refused(NOW_MS + 2_000, NOW_MS);
    expect(offset.offsetMs).toBe(0);
  });

  it("keeps still for a round trip's noise, follows a step, and lets go once the clock is right", () => {
    const offset = new ClockOffset();
    offset.refused(NOW_MS - HOUR_MS, NOW_MS);
    offset.seen(NOW_MS - HOUR_MS + 900, NOW_MS);
    expect(offset.offsetMs).toBe(-HOUR_MS);
    offset.seen(NOW_MS - 2 * HOUR_MS, NOW_MS);
    expect(offset.offsetMs).toBe(-2 * HOUR_MS);
    offset.seen(NOW_MS + 900, NOW_MS);
    expect(offset.offsetMs).toBe(0);
  });
});
