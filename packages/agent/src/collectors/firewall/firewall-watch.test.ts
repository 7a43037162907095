import { describe, expect, it } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { FirewallWatch } from "./firewall-watch.ts";

const RANGE = { low: 32_768, high: 60_999 };
const MAP = {
  map: { family: "ip", table: "kube-proxy", name: "service-nodeports", elem: [[{ concat: ["tcp", 30_080] }, { goto: { target: "x" } }]] },
};

function watch({ tookMs = 10, isRoot = true } = {}) {
  let [atMs, generation, reads]: [number, number | null, number] = [0, 1, 0];
  const status = `CapEff:\t${isRoot ? "000001ffffffffff" : "0"}\n`;
  const watched = new FirewallWatch({
    files: fakeHostFiles({ texts: { "/proc/thread-self/status": status } }),
    monotonicMs: () => atMs,
    readRulesetGeneration: () => generation,
    runCommand: (_, args) => {
      if (args.includes("tables")) reads++;
      else atMs += tookMs;
      return { stdout: JSON.stringify({ nftables: [MAP] }), stderr: "", exitCode: 0 };
    },
  });
  return {
    at(ms: number, changes = 0, range = RANGE) {
      atMs = ms;
      generation = generation! + changes;
      return watched.read(range);
    },
    reads: () => reads,
  };
}

describe("the packet filter", () => {
  it("is read every five minutes, and after a minute where the kernel counted a change", () => {
    const { at, reads } = watch();
    for (const ms of [0, 10_000, 299_000]) at(ms);
    expect(reads()).toBe(1);
    at(300_000);
    expect(reads()).toBe(2);
    at(330_000, 1);
    expect(reads()).toBe(2);
    at(361_000);
    expect(reads()).toBe(3);
    at(362_000);
    expect(reads()).toBe(3);
  });

  it("is read again at once for another range", () => {
    const { at, reads } = watch();
    at(0);
    at(1_000, 0, { low: 15_000, high: 64_999 });
    expect(reads()).toBe(2);
  });

  it("that takes seconds to read is read more rarely", () => {
    const { at, reads } = watch({ tookMs: 3_000 });
    at(0);
    at(600_000);
    expect(reads()).toBe(1);
    at(900_000);
    expect(reads()).toBe(2);
  });

  it("that may not be read is not asked for, and says why", () => {
    const { at, reads } = watch({ isRoot: false });
    expect(at(0)).toMatchObject({ reason: "denied" });
    expect(reads()).toBe(0);
  });

  it("tells the node ports of kube-proxy's maps", () => {
    expect(watch().at(0)).toEqual({ readings: [], forwarded: [], nodePorts: [30_080] });
  });
});
