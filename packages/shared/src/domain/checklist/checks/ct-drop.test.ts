import { describe, expect, it } from "vitest";
import { buildGap } from "../../../testing/build-snapshot.ts";
import { judge, minutely, rulesOf } from "../../../testing/judge.ts";
import type { Conntrack } from "../../host/snapshot.ts";
import { ctDrop } from "./ct-drop.ts";

const conntrack = (drops: Partial<NonNullable<Conntrack["drops"]>> | null): Conntrack => ({
  count: 1,
  max: 100,
  buckets: null,
  drops: drops === null ? undefined : { dropped: 0, earlyDropped: 0, insertFailed: 0, ...drops },
});

describe("ct-drop", () => {
  it.each([{ dropped: 1 }, { earlyDropped: 1 }])("fails on one drop: %o", (drops) => {
    expect(rulesOf(judge(ctDrop, { conntrack: conntrack(drops) })).evidence).toEqual(["conntrack-dropped"]);
  });

  it("remembers a drop for five minutes", () => {
    const dropped = (ago: number) => minutely(9, (minutesAgo) => ({ conntrack: conntrack({ dropped: minutesAgo === ago ? 1 : 0 }) }));
    expect(judge(ctDrop, { conntrack: conntrack({}) }, dropped(4)).status).toBe("fail");
    expect(judge(ctDrop, { conntrack: conntrack({}) }, dropped(8)).status).toBe("pass");
  });

  it("warns where more than one flow in ten seconds clashes", () => {
    const clashing = (insertFailed: number) => judge(ctDrop, { windowMs: 10_000, conntrack: conntrack({ insertFailed }) }).status;
    expect(clashing(1)).toBe("pass");
    expect(clashing(2)).toBe("warn");
  });

  it("is unknown before a second snapshot, and does not apply without tracking", () => {
    expect(judge(ctDrop, { conntrack: conntrack(null) })).toMatchObject({ status: "unknown", causes: [{ what: "second-snapshot" }] });
    expect(judge(ctDrop, { conntrack: null, gaps: [buildGap({ part: "conntrack", reason: "absent" })] })).toEqual({
      status: "not_applicable",
      why: "conntrack-not-loaded",
    });
  });
});
