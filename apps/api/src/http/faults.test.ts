import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { faultsOf, jsonPointer } from "./faults.ts";

/** RFC 6901, section 4: what a reader of the pointer does. */
const segmentsOf = (pointer: string) =>
  pointer === ""
    ? []
    : pointer
        .slice(1)
        .split("/")
        .map((each) => each.replaceAll("~1", "/").replaceAll("~0", "~"));

test("a pointer reads back as the path it was made of", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (path) => {
      expect(segmentsOf(jsonPointer(path))).toEqual(path);
    }),
  );
});

test("every fault of a value is named, an unknown key by itself, and never more than twenty", () => {
  const schema = z.strictObject({ list: z.array(z.int()), name: z.string() });
  const faults = faultsOf(schema.safeParse({ list: [1, "x"], extra: 1 }).error as z.ZodError, [3]);
  expect(faults.map(({ pointer, code }) => [pointer, code])).toEqual([
    ["/3/list/1", "invalid-type"],
    ["/3/name", "invalid-type"],
    ["/3/extra", "unknown"],
  ]);
  const many = z.array(z.string()).safeParse(Array.from({ length: 50 }, () => 1)).error as z.ZodError;
  expect(faultsOf(many)).toHaveLength(20);
});
