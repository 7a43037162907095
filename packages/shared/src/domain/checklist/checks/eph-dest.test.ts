import { describe, expect, it } from "vitest";
import { buildGap, buildNamespace, buildSnapshot, buildTuple, DEFAULT_CAPACITY } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import { buildWindows } from "../../../testing/spoken-rules/windows.ts";
import { ephDest } from "./eph-dest.ts";

const withTuple = (said: Parameters<typeof buildTuple>[0]) => ({ namespaces: [buildNamespace({ tuples: [buildTuple(said)] })] });

describe("eph-dest", () => {
  it.each([
    [0, "pass"],
    [60, "pass"],
    [61, "warn"],
    [80, "warn"],
    [81, "fail"],
    [100, "fail"],
  ])("judges %i used of 100 ports as %s: strictly over 60 warns, strictly over 80 fails", (used, status) => {
    expect(judge(ephDest, withTuple({ capacity: 100, used })).status).toBe(status);
  });

  it("measures used by capacity, blocked ports included, and nothing else", () => {
    const outcome = judge(
      ephDest,
      withTuple({ capacity: 28_220, used: 26_123, blocked: 3, timeWait: 25_906, closesPerSecond: [400, 420, 438, 440, 460, 470] }),
    );
    expect(outcome).toMatchObject({
      status: "fail",
      evidence: [
        {
          subject: "10.0.3.17 → 10.4.7.21:6379",
          observed: 26_123 / 28_220,
          limit: 0.8,
          unit: "ratio",
          figures: { capacity: 28_220, used: 26_123, left: 2_097, low: 2_097, high: 2_097, closesPerSecond: 438 },
        },
      ],
    });
  });

  it("names the worst tuple of every namespace first, and the namespace that is not the host's", () => {
    const outcome = judge(ephDest, {
      namespaces: [
        buildNamespace({ tuples: [buildTuple({ capacity: 100, used: 70 })] }),
        buildNamespace({ id: "2", kind: "container", name: "web-1", tuples: [buildTuple({ capacity: 100, used: 95 })] }),
      ],
    });
    expect(outcome).toMatchObject({
      status: "fail",
      evidence: [
        { namespaceId: "2", figures: { namespace: "web-1" } },
        { observed: 0.7, limit: 0.6 },
      ],
    });
  });

  it("judges tuples that the snapshot had no room for by their worst figure", () => {
    const otherTuples = { count: 40, entries: 9_000, worstUsedRatio: 0.85, coverage: 0.4 };
    const outcome = judge(ephDest, { namespaces: [buildNamespace({ otherTuples })] });
    expect(outcome).toMatchObject({ status: "fail", evidence: [{ rule: "dest-left-out", observed: 0.85, figures: { count: 40 } }] });
  });

  it("passes with the closest tuple as a note, or says that nothing is outbound", () => {
    expect(rulesOf(judge(ephDest, withTuple({ used: 100 })))).toEqual({ evidence: [], notes: ["dest-closest"] });
    expect(rulesOf(judge(ephDest, {}))).toEqual({ evidence: [], notes: ["dest-none"] });
  });

  it("notes that connect() slows down past half of the ports", () => {
    expect(rulesOf(judge(ephDest, withTuple({ capacity: 100, used: 50 }))).notes).not.toContain("dest-past-half");
    expect(rulesOf(judge(ephDest, withTuple({ capacity: 100, used: 51 }))).notes).toContain("dest-past-half");
  });

  it("notes that the snapshot cannot exclude a worse figure", () => {
    const headroom = { unlimited: false as const, low: 1_000, high: DEFAULT_CAPACITY - 100, best: DEFAULT_CAPACITY - 100 };
    const outcome = judge(ephDest, withTuple({ used: 100, headroom }));
    expect(outcome).toMatchObject({
      status: "pass",
      notes: [{ rule: "dest-closest" }, { rule: "dest-interval", observed: 1 - 1_000 / DEFAULT_CAPACITY }],
    });
  });

  it("calls a tuple full where every port of the range is reserved", () => {
    expect(judge(ephDest, withTuple({ capacity: 0, used: 0 })).status).toBe("fail");
  });

  it("speaks of what all connections together use where no port is shared, and of each tuple where ports are", () => {
    const host = (os: "windows" | "darwin" | "freebsd", osVersion: string) => ({ ...buildSnapshot().host, os, osVersion, kernel: "10.0" });
    const full = withTuple({ capacity: 100, used: 95, blocked: 90 });
    for (const told of [host("windows", ""), host("darwin", "15.1"), host("freebsd", "12.4-RELEASE")])
      expect(rulesOf(judge(ephDest, { ...full, host: told }))).toEqual({ evidence: ["dest-use-not-shared"], notes: ["dest-not-shared"] });
    const two = {
      namespaces: [
        buildNamespace({
          tuples: [1, 2].map((port) => buildTuple({ capacity: 100, used: 30, destination: { address: "10.0.0.1", port } })),
        }),
      ],
    };
    expect(rulesOf(judge(ephDest, { ...two, host: host("darwin", "15.1") })).notes).toEqual(["dest-closest", "dest-not-shared"]);
    expect(judge(ephDest, { ...full, host: host("freebsd", "14.1-RELEASE") }).status).toBe("fail");
    const windows = buildWindows({ autoReuse: { low: 40_000, high: 41_999 } });
    expect(judge(ephDest, { ...full, host: host("windows", ""), windows }).status).toBe("fail");
  });

  it("finds a full tuple in a part of the sockets, and passes nothing on a part", () => {
    const gaps = [buildGap({ reason: "truncated" })];
    expect(judge(ephDest, { ...withTuple({ capacity: 100, used: 95 }), gaps }).status).toBe("fail");
    expect(judge(ephDest, { ...withTuple({ capacity: 100, used: 5 }), gaps })).toMatchObject({
      status: "unknown",
      causes: [{ part: "tcp" }],
    });
  });
});
