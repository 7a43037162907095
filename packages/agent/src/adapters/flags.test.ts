import { describe, expect, it } from "vitest";
import { UsageError } from "../commands/usage-error.ts";
import { parseFlags, parseOnlyFlags } from "./flags.ts";

const SPECS = {
  json: { takes: "nothing" },
  server: { takes: "value", example: "--server URL" },
  label: { takes: "values", example: "--label a=b" },
} as const;

function problemOf(args: string[]): unknown {
  try {
    parseOnlyFlags(args, SPECS);
  } catch (error) {
    if (error instanceof UsageError) return error.problem;
    throw error;
  }
  return null;
}

describe("flags", () => {
  it("reads flags, values in both forms, repeats and operands", () => {
    expect(parseFlags(["a", "--json", "--server", "http://x", "--label=k=v", "--label", "z=", "b"], SPECS)).toEqual({
      flags: { json: true, server: "http://x", label: ["k=v", "z="] },
      operands: ["a", "b"],
    });
    expect(parseFlags([], SPECS)).toEqual({ flags: { json: false, server: undefined, label: [] }, operands: [] });
    expect(parseFlags(["--server", "-", "--", "--json"], SPECS)).toEqual({
      flags: { json: false, server: "-", label: [] },
      operands: ["--json"],
    });
  });

  it.each([
    [["--jsn"], { kind: "unknown-flag", flag: "--jsn", nearest: "--json", known: ["--json", "--server", "--label", "--lang", "--help"] }],
    [["-j"], { kind: "unknown-flag", flag: "-j", nearest: null, known: ["--json", "--server", "--label", "--lang", "--help"] }],
    [
      ["--no-json"],
      { kind: "unknown-flag", flag: "--no-json", nearest: null, known: ["--json", "--server", "--label", "--lang", "--help"] },
    ],
    [["--json=yes"], { kind: "flag-takes-no-value", flag: "--json" }],
    [["--server"], { kind: "flag-needs-value", flag: "--server", example: "--server URL" }],
    [["--server="], { kind: "flag-needs-value", flag: "--server", example: "--server URL" }],
    [["--server", "--json"], { kind: "flag-needs-value", flag: "--server", example: "--server URL" }],
    [["--server", "a", "--server", "b"], { kind: "flag-repeated", flag: "--server" }],
    [["now"], { kind: "unexpected-argument", argument: "now" }],
  ])("%j cannot be run as written", (args, problem) => {
    expect(problemOf(args)).toEqual(problem);
  });
});
