import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { Amounts, ColumnCount, Count, Counts, Port, Ratio, Text } from "./scalars.ts";

const STORABLE = /^(?:[^\0\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/;

/** What each is, said in the library's own words alone. */
const PLAIN: [string, z.ZodType, z.ZodType][] = [
  ["Count", Count, z.int().min(0)],
  ["ColumnCount", ColumnCount, z.int().min(0).max(2_147_483_647)],
  ["Port", Port, z.int().min(0).max(65_535)],
  ["Ratio", Ratio, z.number().min(0).max(1)],
  ["Text", Text(3), z.string().min(1).max(3).regex(STORABLE)],
  ["Counts", Counts(3), z.array(z.int().min(0)).length(3)],
  ["Amounts", Amounts(3), z.array(z.number().min(0)).length(3)],
  [
    "an object with them",
    z.strictObject({ a: Count, b: Count.nullable(), c: Text(3, 0).optional() }),
    z.strictObject({ a: z.int().min(0), b: z.int().min(0).nullable(), c: z.string().max(3).regex(STORABLE).optional() }),
  ],
];

const number = fc.oneof(
  fc.constantFrom(
    -1,
    -0,
    0,
    0.5,
    1,
    65_535,
    65_536,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 53 - 1,
    2 ** 53,
    -1e-9,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
  fc.double(),
);
const text = fc.oneof(fc.constantFrom("", "abc", "abcd", "a\0", "\ud800", "\ud83d\ude00"), fc.string({ unit: "binary" }));
const scalar = fc.oneof(number, text, fc.boolean(), fc.constant(null), fc.constant(undefined));
const value = fc.oneof(
  scalar,
  fc.array(number, { maxLength: 4 }),
  fc.array(scalar, { maxLength: 4 }),
  fc.record({ a: scalar, b: scalar, c: scalar, d: scalar }, { requiredKeys: [] }),
);

test.each(PLAIN)("%s takes and refuses what the plain schema does, in the same words", (_name, quick, plain) => {
  fc.assert(
    fc.property(value, (given) => {
      const [ours, theirs] = [quick.safeParse(given), plain.safeParse(given)];
      expect(ours.success ? ours.data : ours.error.issues).toEqual(theirs.success ? theirs.data : theirs.error.issues);
    }),
    { numRuns: 2_000 },
  );
});
