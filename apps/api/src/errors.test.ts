import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { ApiProblem, describeError, toProblem } from "./errors.ts";

const databaseError = (code: string) => Object.assign(new Error("inner words"), { code });

describe("an error", () => {
  test("that nobody foresaw is redacted", () => {
    const problem = toProblem(new Error("password=hunter2"));
    expect(problem.code).toBe("internal-error");
    expect(problem.message).not.toContain("hunter2");
  });

  test.each(["08006", "57P03", "53300", "ECONNREFUSED"])("%s of the database asks to try again", (code) => {
    expect(toProblem(new DrizzleQueryError("select 1", [], databaseError(code)))).toMatchObject({
      code: "database-unavailable",
      fields: { headers: { "Retry-After": "5" } },
    });
  });

  test("of a value that cannot be stored is the caller's", () => {
    expect(toProblem(new DrizzleQueryError("select 1", [], databaseError("22P05")))).toMatchObject({
      code: "invalid-request",
      fields: { faults: [{ pointer: "", code: "unstorable" }] },
    });
  });

  test("that the caller may read is left alone", () => {
    const problem = new ApiProblem("not-found", "not here");
    expect(toProblem(problem)).toBe(problem);
  });

  test("is logged by its innermost cause, so that no parameter of a statement is", () => {
    const described = describeError(new DrizzleQueryError("select $1", ["the-secret-hash"], databaseError("42P01")));
    expect(described).toMatchObject({ message: "inner words", code: "42P01" });
    expect(JSON.stringify(described)).not.toContain("the-secret-hash");
    expect(describeError("just text")).toMatchObject({ message: "just text" });
  });
});
