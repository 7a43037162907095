import type { PortFailure } from "@berth/shared/domain/host/failure.ts";
import { describe, expect, it } from "vitest";
import { FailureLog } from "./failure-log.ts";

const failure = (said: Partial<PortFailure>): PortFailure => ({
  atMs: 0,
  errno: 99,
  operation: "connect",
  protocol: "tcp",
  source: null,
  destination: null,
  process: "app",
  count: 1,
  ...said,
});

describe("the failures that top remembers", () => {
  it("are one for each kind, as last reported, the newest first", () => {
    const log = new FailureLog();
    log.add([failure({ atMs: 1_000 }), failure({ atMs: 2_000, process: "other" })], 2_000);
    log.add([failure({ atMs: 3_000, count: 5 })], 3_000);
    expect(log.newestFirst.map(({ process, count }) => [process, count])).toEqual([
      ["app", 5],
      ["other", 1],
    ]);
  });

  it("are forgotten after a quarter of an hour", () => {
    const log = new FailureLog();
    log.add([failure({})], 0);
    log.add([], 15 * 60_000 + 1);
    expect(log.newestFirst).toEqual([]);
  });
});
