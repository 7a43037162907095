import { describe, expect, it } from "vitest";
import { buildNamespace, buildTcpStates } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { TcpPressure } from "../../host/pressure.ts";
import { fin2OrphanMem } from "./fin2-orphan-mem.ts";

const limits = { low: 100, pressure: 500, max: 1_000 };
const pressure = (said: Partial<TcpPressure>) =>
  judge(fin2OrphanMem, { pressure: { orphans: 0, maxOrphans: 100, memoryPages: 0, memoryLimits: limits, ...said } });

describe("fin2-orphan-mem", () => {
  it.each([
    [{ orphans: 25 }, "pass"],
    [{ orphans: 26 }, "warn"],
    [{ orphans: 51 }, "fail"],
    [{ memoryPages: 500 }, "pass"],
    [{ memoryPages: 501 }, "warn"],
    [{ memoryPages: 901 }, "fail"],
    [{ maxOrphans: 0, orphans: 9 }, "pass"],
  ])("judges %o as %s", (said, status) => {
    expect(pressure(said).status).toBe(status);
  });

  it("warns where FIN_WAIT_2 takes more than a tenth of the range", () => {
    const said = (finWait2: number) => ({
      pressure: { orphans: 0, maxOrphans: 100, memoryPages: 0, memoryLimits: limits },
      namespaces: [
        buildNamespace({
          range: { low: 40_000, high: 40_999 },
          tcpStates: { v4: buildTcpStates({ finWait2 }), v6: buildTcpStates() },
        }),
      ],
    });
    expect(judge(fin2OrphanMem, said(100)).status).toBe("pass");
    expect(rulesOf(judge(fin2OrphanMem, said(101))).evidence).toEqual(["fin-wait-2-share"]);
  });

  it("is unknown where nothing was read", () => {
    expect(judge(fin2OrphanMem, {}).status).toBe("unknown");
    expect(pressure({ orphans: null, memoryPages: null }).status).toBe("unknown");
  });

  it("is unknown where half of it was not read and the other half is fine", () => {
    expect(pressure({ memoryLimits: null }).status).toBe("unknown");
    expect(pressure({ maxOrphans: null }).status).toBe("unknown");
    expect(pressure({ maxOrphans: null, memoryPages: 901 }).status).toBe("fail");
  });
});
