import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fileNameOf } from "./file-name.ts";
import { recogniseFile } from "./recognise-file.ts";

const page = readFileSync(new URL("../../../../../docs/collect-a-bundle.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\|/gm)].map(([, command, file]) => [command!.replaceAll("\\|", "|"), file!]);
const scripted = [...page.matchAll(/<<'END'\n([\s\S]*?)\nEND/g)].flatMap(([, block]) => block!.split("\n"));
const quoted = [...page.matchAll(/^ {2}'([^']+)'$/gm)].map(([, command]) => command!);

describe("the page that tells how to collect a bundle", () => {
  it("names every file by the rule", () => {
    expect(rows.length).toBeGreaterThan(40);
    for (const [command, file] of rows) expect([command, file]).toEqual([command, fileNameOf(command!)]);
  });

  it("names no file that would not be read", () => {
    const all = [...rows.map(([, file]) => file!), ...[...scripted, ...quoted].map(fileNameOf), "reg_query_sql.txt"];
    for (const file of all) expect([file, recogniseFile(file)?.kind ?? null]).not.toContain(null);
    for (const file of all) expect([file, recogniseFile(file)?.kind]).not.toContain("spare");
  });
});
