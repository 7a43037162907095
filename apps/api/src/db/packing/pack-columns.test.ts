import { splitSnapshot } from "@berth/shared/domain/host/setup.ts";
import { anySnapshot } from "@berth/shared/testing/any-snapshot.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "./column-format.ts";
import { packColumns } from "./pack-columns.ts";
import { unpackColumns } from "./unpack-columns.ts";

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const again = (rows: readonly Json[]) => unpackColumns(packColumns(rows));

describe("packed columns", () => {
  test("give back any JSON", () => {
    const json = fc.oneof(fc.jsonValue(), fc.jsonValue({ noUnicodeString: false }), fc.constant(-0)) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(fc.array(json, { maxLength: 8 }), (rows) => void expect(again(rows)).toEqual(rows)),
      { numRuns: 500 },
    );
  });

  test("give back tables whose rows are alike", () => {
    const row = fc.record({
      used: fc.nat(70_000),
      rate: fc.oneof(
        fc.nat(9_999).map((tenth) => tenth / 10),
        fc.double({ noNaN: true }),
      ),
      name: fc.constantFrom("orders", "envoy", ""),
      parts: fc.array(fc.record({ at: fc.maxSafeNat(), isOpen: fc.boolean() }), { maxLength: 3 }),
      note: fc.oneof(fc.constant(null), fc.nat()),
    });
    fc.assert(fc.property(fc.array(row, { maxLength: 20 }), (rows) => void expect(again(rows as Json[])).toEqual(rows)));
  });

  test("give back snapshots, also such as this version does not know", () => {
    fc.assert(
      fc.property(fc.array(anySnapshot, { minLength: 1, maxLength: 6 }), (snapshots) => {
        const samples = snapshots.map((each) => plain({ ...splitSnapshot(each).sample, ofTomorrow: [{ a: 1.5 }] }));
        expect(again(samples)).toEqual(samples);
      }),
    );
  });

  test("keep a key that would reach a prototype as a key", () => {
    const hostile = JSON.parse('[{"__proto__": {"isAdmin": true}, "constructor": 1}]') as Json[];
    expect(JSON.stringify(again(hostile))).toBe(JSON.stringify(hostile));
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  test("end in an error where bytes are cut or made up, not in a loop", () => {
    const whole = packColumns([plain(splitSnapshot(fc.sample(anySnapshot, 1)[0]!).sample)]);
    for (let length = 0; length < whole.byteLength; length++) expect(() => unpackColumns(whole.slice(0, length))).toThrow();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          unpackColumns(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});
