import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { INCIDENTS } from "@berth/shared/testing/incidents.ts";
import { describe, expect, it } from "vitest";
import { CAPTURES_MISSING } from "../testing/captures.ts";
import { reportOn } from "./check-report.ts";

interface PublicCase {
  id: string;
  cause_class: string;
  fix: string;
  must_not_say: string;
}

const folder = process.env.BERTH_CAPTURES ?? fileURLToPath(new URL("../../../../../shared/captures", import.meta.url));
const file = `${folder}/incidents.json`;
const cases: PublicCase[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];

const reportFor = (id: string) => {
  const { facts } = INCIDENTS.find((each) => each.id === id)!;
  return reportOn(facts.current, "en", false, facts.policy);
};

/** All that a person is told of a cause and advised to do. That a harmful setting is there, and how to remove it, is no advice to set it. */
function told(id: string): string {
  const { evidence, remedies } = reportFor(id);
  const advised = remedies.filter((remedy) => remedy.standing !== "refused" && remedy.id !== "remove-harmful-setting");
  return [
    ...evidence.filter(({ rule }) => rule !== "cause-recycle").map(({ sentence }) => sentence),
    ...advised.flatMap(({ title, why, verify, instructions }) => [title, why, verify, ...instructions.map(({ apply }) => apply)]),
  ]
    .join(" ")
    .toLowerCase();
}

/** The words that matter of what must not be said: without how it is introduced, and without remarks. */
const forbidden = ({ must_not_say }: PublicCase): string =>
  must_not_say
    .replace(/^say that /, "")
    .replace(/ \(.*\)$/, "")
    .replaceAll('"', "")
    .toLowerCase();

describe("the collection of public cases", () => {
  it("is named case by case as it was found there, with none left out", (ctx) => {
    if (cases.length === 0) return ctx.skip(CAPTURES_MISSING);
    const named = Object.fromEntries(cases.map(({ id }) => [id, INCIDENTS.some((each) => each.id === id) ? reportFor(id).cause : null]));
    expect(named).toEqual(Object.fromEntries(cases.map(({ id, cause_class }) => [id, cause_class])));
  });

  it("is given no advice that it warns of", (ctx) => {
    if (cases.length === 0) return ctx.skip(CAPTURES_MISSING);
    const said = cases.filter((each) => each.must_not_say !== "" && told(each.id).includes(forbidden(each)));
    expect(said.map(({ id, must_not_say }) => `${id}: ${must_not_say}`)).toEqual([]);
  });

  it("is told what to do wherever its reporters found something to do", (ctx) => {
    if (cases.length === 0) return ctx.skip(CAPTURES_MISSING);
    const helpless = cases.filter(
      ({ id, fix }) => fix !== "unknown" && reportFor(id).remedies.every(({ standing }) => standing === "refused"),
    );
    expect(helpless.map(({ id }) => id)).toEqual([]);
  });
});
