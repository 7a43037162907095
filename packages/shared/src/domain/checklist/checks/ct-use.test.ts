import { describe, expect, it } from "vitest";
import { buildGap } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import { ctUse } from "./ct-use.ts";

const use = (count: number, max = 1_000) => judge(ctUse, { conntrack: { count, max, buckets: null } });

describe("ct-use", () => {
  it.each([
    [750, "pass"],
    [751, "warn"],
    [900, "warn"],
    [901, "fail"],
  ])("judges %i of 1,000 entries as %s", (count, status) => {
    expect(use(count).status).toBe(status);
  });

  it("says what it measured", () => {
    expect(use(950)).toMatchObject({ evidence: [{ observed: 0.95, limit: 0.9, figures: { count: 950, max: 1_000 } }] });
    expect(rulesOf(use(10)).notes).toEqual(["conntrack-is"]);
  });

  it("passes a table without a maximum", () => {
    expect(rulesOf(use(10, 0)).notes).toEqual(["conntrack-unlimited"]);
  });

  it("does not apply where conntrack is not loaded, and is unknown where it was denied or never reported", () => {
    const without = (reason: "absent" | "denied") => judge(ctUse, { conntrack: null, gaps: [buildGap({ part: "conntrack", reason })] });
    expect(without("absent")).toEqual({ status: "not_applicable", why: "conntrack-not-loaded" });
    expect(without("denied")).toMatchObject({ status: "unknown", causes: [{ part: "conntrack", reason: "denied" }] });
    expect(judge(ctUse, { conntrack: null })).toMatchObject({ status: "unknown", causes: [{ part: "conntrack", reason: "unsupported" }] });
  });

  it("is judged although no namespace could be read", () => {
    expect(judge(ctUse, { namespaces: [] }).status).toBe("pass");
  });
});
