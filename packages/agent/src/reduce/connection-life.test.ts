import { describe, expect, it } from "vitest";
import { medianLifeMs } from "./connection-life.ts";

const lives = (said: Partial<Parameters<typeof medianLifeMs>[0]>) =>
  medianLifeMs({ windowMs: 10_000, opened: 0, openedAndEnded: 0, lives: [], ...said });

describe("median life of a tuple's connections", () => {
  it("is not known where there was none", () => {
    expect(lives({})).toBeNull();
  });

  it("is the middle of what was seen", () => {
    expect(lives({ lives: [1_000, 600_000, 30_000] })).toBe(30_000);
  });

  it("of connections that came and went unseen follows from the few that were caught alive", () => {
    // 500 in ten seconds, 5 of them open at its end: each lives for a hundredth of the window.
    expect(lives({ opened: 500, openedAndEnded: 495, lives: [50, 50, 50, 50, 50] })).toBe(100);
    expect(lives({ opened: 500, openedAndEnded: 500 })).toBe(10);
  });

  it("is that of the many, whatever a few pooled connections do", () => {
    expect(lives({ opened: 100, openedAndEnded: 100, lives: Array(20).fill(3_600_000) })).toBe(50);
    expect(lives({ opened: 10, openedAndEnded: 10, lives: Array(20).fill(3_600_000) })).toBe(3_600_000);
  });
});
