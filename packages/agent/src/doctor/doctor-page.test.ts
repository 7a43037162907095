import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { GAP_PARTS, GAP_REASONS } from "@berth/shared/domain/host/gap.ts";
import { buildGap, buildNamespace, buildSnapshot } from "@berth/shared/testing/build-snapshot.ts";
import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import { LANGUAGES, type Language } from "@berth/shared/text/language.ts";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../terminal/display-width.ts";
import { PLAIN } from "../terminal/paint.ts";
import { crowdedSnapshot } from "../testing/crowded-snapshot.ts";
import { emptySnapshot } from "../testing/empty-snapshot.ts";
import { doctorPage } from "./doctor-page.ts";
import { examine } from "./examine.ts";

const TEXT = { en: english.doctor, ja: japanese.doctor };
const HINT = "the journal could not be asked: journalctl said that it may not be read by this user, who is in no group that may";

const pageOf = (snapshot: typeof emptySnapshot, language: Language = "en"): string =>
  doctorPage(snapshot, examine(snapshot), { language, text: TEXT[language], paint: PLAIN, columns: 80 });
const lostFor = (reason: Gap["reason"]) => buildSnapshot({ gaps: GAP_PARTS.map((part) => buildGap({ part, reason, hint: HINT })) });

describe("the doctor's page", () => {
  it.each(LANGUAGES)("fits 80 columns, whatever is lost and for whatever reason, in %s", (language) => {
    for (const snapshot of [crowdedSnapshot, emptySnapshot, ...GAP_REASONS.map(lostFor)])
      for (const line of pageOf(snapshot, language).split("\n")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });

  it("says why something is not here", () => {
    const page = pageOf(
      buildSnapshot({ conntrack: null, gaps: [buildGap({ part: "conntrack", reason: "absent", hint: "ENOENT: no such file" })] }),
    );
    expect(page).toMatch(/NOT HERE\n– connection tracking.*\n {2}The conntrack table .*does not have it\.\n {2}ENOENT: no such file\n$/);
  });

  it("gives a reason for everything that it does not see", () => {
    expect(pageOf(emptySnapshot)).not.toMatch(/^\? .*\n(?: {2}[^→].*\n)?(?! {2})/m);
    expect(pageOf(buildSnapshot({ namespaces: [] }))).toMatch(/\? who holds the ports, by name\n {2}Processes could not be read: .*\n/);
  });

  it("says how many sockets have a process that is known", () => {
    const page = pageOf(buildSnapshot({ namespaces: [buildNamespace({ attributed: { sockets: 10_004, known: 10_003 } })] }));
    expect(page).toMatch(/✓ who holds the ports, by name\n {2}the process of 10,003 of 10,004 sockets in the range is known\n/);
  });
});
