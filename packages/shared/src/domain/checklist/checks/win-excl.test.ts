import { describe, expect, it } from "vitest";
import { judge, rulesOf } from "../../../testing/judge.ts";
import { logLine } from "../../../testing/spoken-rules/services.ts";
import { windowsHost } from "../../../testing/spoken-rules/windows.ts";
import { winExcl } from "./win-excl.ts";

const block = (low: number, ports: number, isAdministered = false) => ({ low, high: low + ports - 1, isAdministered });
const tcp = (...blocks: ReturnType<typeof block>[]) => windowsHost({ excluded: { tcp: blocks, udp: [] } });

describe("win-excl", () => {
  it.each([
    [0, "pass"],
    [1_638, "pass"],
    [1_639, "warn"],
    [6_553, "warn"],
    [6_554, "fail"],
  ])("judges %i of 16,384 ports taken as %s: strictly over 10 %% warns, strictly over 40 %% fails", (ports, status) => {
    expect(judge(winExcl, ports === 0 ? tcp() : tcp(block(50_000, ports))).status).toBe(status);
  });

  it("counts what lies inside the dynamic range only, each port once", () => {
    const outcome = judge(winExcl, tcp(block(49_100, 100), block(49_150, 100), block(1_000, 9)));
    expect(outcome).toMatchObject({ status: "pass", notes: [{ figures: { taken: 98, blocks: 1, left: 16_286 } }, {}] });
  });

  it("fails where a bind() was refused on a port of a block, and says that nobody listens there", () => {
    const logs = [logLine({ signature: "port-refused", port: 53_317 }), logLine({ signature: "port-refused", port: 8_080 })];
    const outcome = judge(winExcl, { ...tcp(block(53_286, 100)), logs });
    expect(outcome).toMatchObject({ status: "fail", evidence: [{ rule: "excluded-refused", observed: 53_317, subject: "53286–53385" }] });
  });

  it("warns of a block over the port of a known service, unless an administrator keeps the port for it", () => {
    expect(judge(winExcl, tcp(block(5_400, 100)))).toMatchObject({
      status: "warn",
      evidence: [{ observed: 5_432, figures: { service: "PostgreSQL" } }],
    });
    expect(judge(winExcl, tcp(block(5_432, 1, true))).status).toBe("pass");
    expect(judge(winExcl, tcp(block(5_400, 100), block(5_432, 1, true))).status).toBe("pass");
  });

  it("judges UDP beside TCP, and does without it", () => {
    const udp = { tcp: [], udp: [block(50_000, 9_000)] };
    expect(rulesOf(judge(winExcl, windowsHost({ excluded: udp }))).evidence).toEqual(["excluded-share"]);
    expect(judge(winExcl, windowsHost({ excluded: { tcp: [], udp: null } })).status).toBe("pass");
  });

  it("is unknown where the range or the blocks could not be read", () => {
    expect(judge(winExcl, windowsHost({ excluded: { tcp: null, udp: null } })).status).toBe("unknown");
    expect(judge(winExcl, windowsHost({ dynamic: { tcp4: null, tcp6: null, udp4: null, udp6: null } })).status).toBe("unknown");
    expect(judge(winExcl, {}).status).toBe("not_applicable");
  });
});
