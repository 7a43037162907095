import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import { buildChurn, buildHost } from "@berth/shared/testing/build-host.ts";
import { buildGap, buildTuple } from "@berth/shared/testing/build-snapshot.ts";
import { INCIDENTS } from "@berth/shared/testing/incidents.ts";
import { cli } from "@berth/shared/text/en/cli.ts";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../terminal/display-width.ts";
import { PLAIN } from "../terminal/paint.ts";
import { causeSection } from "./cause-section.ts";
import { reportOn } from "./check-report.ts";

const style = { language: "en", text: cli.check, paint: PLAIN, columns: 80, timeZone: "UTC" } as const;
const section = (...[snapshot, policy = DEFAULT_POLICY]: [Parameters<typeof reportOn>[0], typeof DEFAULT_POLICY?]) =>
  causeSection(reportOn(snapshot, "en", false, policy), style);

describe("the cause on the page", () => {
  it("is named, with what it rests on and what it is not", () => {
    const host = buildHost("linux", {
      tuples: [buildChurn(25_906, { live: 214 })],
      gaps: [buildGap({ part: "conntrack" })],
      conntrack: null,
    });
    expect(section(host)).toEqual([
      "CAUSE: a connection for every request to one destination",
      "  10.0.3.17 → 10.4.7.21:6379: 25,906 in TIME_WAIT beside 214 live, of 28,232",
      "  ports, 432 closes per second.",
      "  Not:  conntrack ?  file descriptors ?  NAT beyond the host ?",
      "    CLOSE_WAIT leak ✓  bind before connect ✓  listener in range ?",
      "  ? conntrack: The conntrack table could not be read: permission was denied.",
      "  ? file descriptors: Which process it is was not read.",
    ]);
  });

  it("is not asked for where nothing is wrong", () => {
    expect(section(buildHost("linux", { tuples: [buildTuple({ used: 40 })] }))).toEqual([]);
  });

  it.each(INCIDENTS)("fits 80 columns for $id", ({ facts }) => {
    for (const line of section(facts.current, facts.policy)) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });
});
