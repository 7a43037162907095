import { describe, expect, it } from "vitest";
import { buildReading } from "../../testing/build-firewall.ts";
import { buildGap, buildNamespace } from "../../testing/build-snapshot.ts";
import { judge } from "../../testing/judge.ts";
import { fwReturn } from "../checklist/checks/fw-return.ts";
import { shortenReading } from "./shorten-reading.ts";

describe("a reading with more holes than a snapshot carries", () => {
  const dropped = Array.from({ length: 2_000 }, (_, index) => ({ low: 33_000 + 2 * index, high: 33_000 + 2 * index }));
  const whole = buildReading({ replies: { verdict: "partly", accepted: [], dropped, decidedBy: null } });

  it("counts the ports of the whole list, however often it is shortened", () => {
    const short = shortenReading(shortenReading(whole, 512), 64);
    expect(short.returnTraffic.dropped).toHaveLength(64);
    const firewall = [short];
    const outcome = judge(fwReturn, {
      namespaces: [buildNamespace({ firewall, tuples: [] })],
      gaps: [buildGap({ part: "firewall", reason: "truncated" })],
    });
    expect(outcome).toMatchObject({ status: "fail", evidence: [{ rule: "return-partly", observed: 2_000 }] });
  });

  it("stays as it is where it is short enough", () => {
    expect(shortenReading(whole, 2_000)).toBe(whole);
  });
});
