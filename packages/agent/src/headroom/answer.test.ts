import { describe, expect, it } from "vitest";
import { answerLine, type Settlement } from "./answer.ts";

const EXACT: Settlement = { method: "exact", open: 3, asked: 3, reason: null };
const PASSIVE: Settlement = { method: "passive", open: 3, asked: 0, reason: "no-port-range" };

describe("the line of an answer", () => {
  it("says how it was found, fields in their documented order", () => {
    expect(answerLine("q", { kind: "counted", capacity: 100, low: 40, high: 40, best: 40 }, EXACT)).toBe(
      '{"id":"q","capacity":100,"low":40,"high":40,"best":40,"used":60,"unlimited":false,"method":"exact"}',
    );
  });

  it("says why the kernel was not asked", () => {
    expect(answerLine(1, { kind: "unlimited", low: 100 }, PASSIVE)).toBe(
      '{"id":1,"capacity":null,"low":100,"high":null,"best":null,"used":null,"unlimited":true,"method":"passive","methodReason":"no-port-range"}',
    );
    expect(JSON.parse(answerLine(1, { kind: "unknown", capacity: null, reason: "denied" }, PASSIVE))).toMatchObject({
      method: "passive",
      reason: "denied",
      methodReason: "no-port-range",
    });
  });
});
