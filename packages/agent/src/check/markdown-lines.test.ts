import { describe, expect, it } from "vitest";
import { PLAIN } from "../terminal/paint.ts";
import { markdownLines } from "./markdown-lines.ts";

const lines = (markdown: string): string[] => markdownLines(markdown, { paint: PLAIN, columns: 40, language: "en" });

describe("markdown on a terminal", () => {
  it("sets headings apart and takes marks of bold, emphasis and links away, but not of code", () => {
    expect(lines("## What to do\n\n**Verify:** see [the range](range-sane.md), _not_ `a_b_c`.")).toEqual([
      "WHAT TO DO",
      "",
      "  Verify: see the range, not `a_b_c`.",
    ]);
  });

  it("makes each row of a table one entry, and drops its head", () => {
    expect(lines("| state | when |\n| --- | --- |\n| warning | over 60 % |")).toEqual(["  - warning: over 60 %"]);
  });

  it("keeps code as it is and indents what a list item goes on with", () => {
    expect(lines("1. Reuse connections to that destination, always.\n\n```sh\nsysctl -w a=1   # undo | note\n```")).toEqual([
      "  1. Reuse connections to that",
      "     destination, always.",
      "",
      "    sysctl -w a=1   # undo | note",
    ]);
  });
});
