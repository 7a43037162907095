import fc from "fast-check";
import { expect, test } from "vitest";
import { ApiProblem } from "../../errors.ts";
import { readCursor, writeCursor } from "./cursor.ts";

const positions = fc.array(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  { maxLength: 6 },
);

test("a cursor reads back as the position it was written from", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.string(), positions, async (key, scope, position) => {
      expect(await readCursor(key, scope, await writeCursor(key, scope, position))).toEqual(position);
    }),
  );
});

test("a cursor of another list, another key or another making is refused", async () => {
  const cursor = await writeCursor("key", "fleet org_a", [1, 2, 3]);
  const refused = (key: string, scope: string, text: string) =>
    expect(readCursor(key, scope, text)).rejects.toMatchObject({ code: "invalid-cursor" });
  await refused("key", "fleet org_b", cursor);
  await refused("another", "fleet org_a", cursor);
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom("A", "z", "0", "-", ""), async (at, by) => {
      const place = at % cursor.length;
      const changed = cursor.slice(0, place) + by + cursor.slice(place + 1);
      fc.pre(changed !== cursor);
      await expect(readCursor("key", "fleet org_a", changed)).rejects.toBeInstanceOf(ApiProblem);
    }),
  );
});
