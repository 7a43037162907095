import { describe, expect, it } from "vitest";
import { buildGap } from "../../../testing/build-snapshot.ts";
import { judge, minutely, rulesOf } from "../../../testing/judge.ts";
import type { Conntrack } from "../../host/snapshot.ts";
import { ctDrop } from "./ct-drop.ts";

type Drops = NonNullable<Conntrack["drops"]>;
const NONE: Drops = { dropped: 0, earlyDropped: 0, insertFailed: 0 };

/** A table whose counters stand there since the start; with what was counted since the last look. */
const conntrack = (totals: Partial<Drops> | null, drops: Partial<Drops> | null = null): Conntrack => ({
  count: 1,
  max: 100,
  buckets: null,
  ...(totals === null ? {} : { dropTotals: { ...NONE, ...totals } }),
  ...(drops === null ? {} : { drops: { ...NONE, ...drops } }),
});

describe("ct-drop", () => {
  it.each([{ dropped: 1 }, { earlyDropped: 1 }])("fails on one drop: %o", (drops) => {
    expect(rulesOf(judge(ctDrop, { conntrack: conntrack(drops, drops) })).evidence).toEqual(["conntrack-dropped"]);
  });

  it("remembers a drop for five minutes, also where history is thinned", () => {
    const dropped = (ago: number) => minutely(9, (minutesAgo) => ({ conntrack: conntrack({ dropped: minutesAgo < ago ? 1 : 0 }) }));
    const now = { conntrack: conntrack({ dropped: 1 }, {}) };
    expect(judge(ctDrop, now, dropped(4)).status).toBe("fail");
    expect(judge(ctDrop, now, dropped(8)).status).toBe("pass");
  });

  it("warns where more than one flow in ten seconds clashes", () => {
    const clashing = (insertFailed: number) =>
      judge(ctDrop, { windowMs: 10_000, conntrack: conntrack({ insertFailed }, { insertFailed }) }).status;
    expect(clashing(1)).toBe("pass");
    expect(clashing(2)).toBe("warn");
  });

  it("is unknown before a second snapshot, where counters began anew, and where this kernel has none", () => {
    expect(judge(ctDrop, { conntrack: conntrack({}) })).toMatchObject({ status: "unknown", causes: [{ what: "second-snapshot" }] });
    const higher = minutely(3, () => ({ conntrack: conntrack({ dropped: 9 }) }));
    expect(judge(ctDrop, { conntrack: conntrack({ dropped: 1 }) }, higher).status).toBe("unknown");
    expect(judge(ctDrop, { conntrack: conntrack(null) })).toMatchObject({ status: "unknown", causes: [{ reason: "unsupported" }] });
  });

  it("does not apply without tracking", () => {
    expect(judge(ctDrop, { conntrack: null, gaps: [buildGap({ part: "conntrack", reason: "absent" })] })).toEqual({
      status: "not_applicable",
      why: "conntrack-not-loaded",
    });
  });
});
