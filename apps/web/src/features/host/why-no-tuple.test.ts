import { checksText } from "@berth/shared/text/checks.ts";
import { expect, test } from "vitest";
import { textOf } from "../../ui/text.ts";
import { tupleReason, whyNoTuple } from "./why-no-tuple.ts";

test("a gap is worded as the checklist words it", () => {
  const denied = checksText("en").gap("tcp", "denied");
  expect(tupleReason("en", { freshness: "live", tightestReason: "tcp-denied" })).toBe(denied);
  expect(
    whyNoTuple("en", { freshness: "live", namespaces: [], gaps: [{ part: "tcp", reason: "denied", namespaceId: null, hint: "" }] }),
  ).toBe(denied);
});

test("silence from the start and a quiet host are told apart", () => {
  const never = tupleReason("en", { freshness: "never", tightestReason: "never-reported" });
  const quiet = tupleReason("en", { freshness: "live", tightestReason: "nothing-outbound" });
  expect(never).not.toBe(quiet);
});

test("a host whose last snapshot is gone holds something that is not known, not nothing", () => {
  const { expired } = textOf("en").host;
  expect(whyNoTuple("en", { freshness: "stale", namespaces: [], gaps: [] })).toBe(expired.reason);
  expect(whyNoTuple("en", { freshness: "never", namespaces: [], gaps: [] })).not.toBe(expired.reason);
});
