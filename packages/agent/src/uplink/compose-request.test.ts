import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeRequest } from "./compose-request.ts";
import type { SlimSnapshot } from "./slim-snapshot.ts";
import type { Waiting } from "./spool.ts";

const MIB = 1_048_576;
const waiting = (...setups: string[]): Waiting<SlimSnapshot>[] =>
  setups.map((setupHash, index) => ({
    sequence: index + 1,
    record: { setupHash, line: `{"at":${index}}`, setup: `"${setupHash}"` },
  }));
/** Which of the lines carry a setup, and which. */
const carried = (lines: readonly string[]) => lines.map((line) => JSON.parse(line).setup ?? null);

describe("a request", () => {
  it("carries a setup with the first line that names it, and none that was acknowledged", () => {
    expect(carried(composeRequest(waiting("a", "a", "b", "a", "b"), null)!.lines)).toEqual(["a", null, "b", null, null]);
    expect(carried(composeRequest(waiting("a", "a", "b"), "a")!.lines)).toEqual([null, null, "b"]);
    expect(composeRequest(waiting("a", "b"), "a")).toMatchObject({ last: 2, setupHash: "b" });
  });

  it("is null where nothing waits, and otherwise holds one line at least", () => {
    expect(composeRequest([], null)).toBeNull();
    const [first] = waiting("a");
    const large = { ...first!, record: { ...first!.record, line: `{"pad":"${"x".repeat(MIB)}"}` } };
    expect(composeRequest([large, ...waiting("b")], null)).toMatchObject({ last: 1 });
  });

  it("keeps within 60 lines and 1 MiB of bytes, setups and line ends included, and holds what fits", () => {
    const record = fc.record({
      setupHash: fc.constantFrom("a", "b", "c", "d"),
      line: fc.integer({ min: 0, max: 80_000 }).map((length) => `{"pad":"${"港".repeat(length / 3)}"}`),
      setup: fc.integer({ min: 0, max: 80_000 }).map((length) => `"${"x".repeat(length)}"`),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 90, size: "max" }), fc.constantFrom(null, "a"), (records, acknowledged) => {
        const all = records.map((each, index) => ({ sequence: index + 1, record: each }));
        const { lines, last } = composeRequest(all, acknowledged)!;
        const bytes = (some: readonly string[]) => Buffer.byteLength(`${some.join("\n")}\n`);
        expect(lines).toHaveLength(last);
        expect(lines.length).toBeLessThanOrEqual(60);
        expect(bytes(lines)).toBeLessThanOrEqual(MIB);
        const next = all[last];
        if (next && lines.length < 60) expect(bytes([...lines, next.record.line, next.record.setup])).toBeGreaterThan(MIB - 20);
      }),
      { numRuns: 60 },
    );
  });
});
