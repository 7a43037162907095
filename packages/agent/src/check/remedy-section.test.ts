import { buildChurn, buildHost } from "@berth/shared/testing/build-host.ts";
import { buildSettings } from "@berth/shared/testing/build-snapshot.ts";
import { INCIDENTS } from "@berth/shared/testing/incidents.ts";
import { MADE_INCIDENTS } from "@berth/shared/testing/made-incidents.ts";
import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../terminal/display-width.ts";
import { PLAIN } from "../terminal/paint.ts";
import { reportOn } from "./check-report.ts";
import { remedySection } from "./remedy-section.ts";

const TEXT = { en: english.check, ja: japanese.check };
type Judged = Parameters<typeof reportOn>;

const section = (snapshot: Judged[0], language: "en" | "ja" = "en", policy?: Judged[3]): string[] =>
  remedySection(reportOn(snapshot, language, false, policy).remedies, {
    language,
    text: TEXT[language],
    paint: PLAIN,
    columns: 80,
    timeZone: "UTC",
  });

describe("what to do, on the page", () => {
  const host = buildHost("linux", {
    tuples: [buildChurn(25_906, { live: 214 })],
    namespace: { settings: buildSettings({ tcpTimestamps: 0 }) },
  });

  it("is numbered, the best first, with its effect, its risk and the reason", () => {
    const [heading, first] = section(host);
    expect(heading).toBe("WHAT TO DO");
    expect(first).toMatch(/^1 Reuse connections {2}92\.5 % → \d+\.\d %$/);
    expect(section(host).filter((line) => /^\d /.test(line)).length).toBeLessThanOrEqual(3);
  });

  it("says what is refused here, and why", () => {
    expect(section(host).join(" ")).toMatch(/✕ Let TIME_WAIT entries be taken over: .*timestamps/);
  });

  it("is not there where nothing is wrong", () => {
    expect(section(buildHost("linux"))).toEqual([]);
  });

  it.each([...INCIDENTS, ...MADE_INCIDENTS])("fits 80 columns for $cause", ({ facts }) => {
    for (const language of ["en", "ja"] as const)
      for (const line of section(facts.current, language, facts.policy)) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });
});
