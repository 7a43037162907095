import { describe, expect, it } from "vitest";
import { BUILT_AT_MS, buildGap, buildNamespace, buildProcess, buildSnapshot } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { fdConfound } from "./fd-confound.ts";

const open = (used: number, limit: number | null): Partial<Snapshot> => ({
  namespaces: [buildNamespace({ processes: [buildProcess({ descriptors: { used, limit } })] })],
});
const logged = (hoursAgo: number): Partial<Snapshot> => ({
  logs: [
    {
      signature: "file-descriptors",
      firstMs: null,
      lastMs: BUILT_AT_MS - hoursAgo * 3_600_000,
      count: 7,
      quote: "",
      source: "journal",
      process: "orders",
      port: null,
      destination: null,
    },
  ],
});

describe("fd-confound", () => {
  it("warns strictly over 80 % of a process's limit", () => {
    expect(judge(fdConfound, open(800, 1_000)).status).toBe("pass");
    expect(judge(fdConfound, open(801, 1_000))).toMatchObject({
      status: "warn",
      evidence: [
        { rule: "descriptors-short", subject: "orders (pid 4711)", observed: 0.801, figures: { descriptors: 801, descriptorLimit: 1_000 } },
      ],
    });
  });

  it("does not mind a process without a limit", () => {
    const outcome = judge(fdConfound, open(1_000_000, null));
    expect([outcome.status, rulesOf(outcome).notes]).toEqual(["pass", []]);
  });

  it("warns where somebody was refused a descriptor in the last day", () => {
    expect(judge(fdConfound, logged(23))).toMatchObject({
      status: "warn",
      evidence: [{ rule: "descriptors-logged", subject: "orders", observed: 7 }],
    });
    expect(judge(fdConfound, logged(25)).status).toBe("pass");
  });

  it("notes full listen queues", () => {
    const counters = { ...buildSnapshot().counters!, listenDrops: 3 };
    expect(rulesOf(judge(fdConfound, { ...open(10, 1_000), counters })).notes).toEqual(["descriptors-most", "listen-drops"]);
  });

  it("is unknown where neither a process nor a log tells of descriptors", () => {
    const untold = { namespaces: [buildNamespace({ processes: [buildProcess({ descriptors: undefined })] })] };
    expect(judge(fdConfound, untold)).toMatchObject({ status: "unknown", causes: [{ part: "logs" }] });
    expect(judge(fdConfound, { ...untold, logs: [] }).status).toBe("pass");
  });

  it("is unknown where processes were refused, and nothing is wrong", () => {
    const denied = { gaps: [buildGap({ part: "processes" })] };
    expect(judge(fdConfound, { ...open(10, 1_000), ...denied }).status).toBe("unknown");
    expect(judge(fdConfound, { ...open(900, 1_000), ...denied }).status).toBe("warn");
  });
});
