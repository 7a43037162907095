import { expect, test } from "vitest";
import { stateOf } from "./host-state.ts";

const verdict = (status: "pass" | "warn" | "fail" | "unknown") => ({ status, since: null, checkId: null, evidence: null, cause: null });

test("a pass that nobody confirms any more is unknown, a finding stands", () => {
  expect(stateOf({ freshness: "stale", verdict: verdict("pass") })).toBe("unknown");
  expect(stateOf({ freshness: "stale", verdict: verdict("fail") })).toBe("fail");
  expect(stateOf({ freshness: "never", verdict: verdict("unknown") })).toBe("unknown");
  expect(stateOf({ freshness: "live", verdict: verdict("pass") })).toBe("pass");
});
