import { expect, test } from "vitest";
import { BoundInactiveWatch } from "./bound-inactive-watch.ts";

test("where a walk found some, or the number of unexplained sockets moved, the next dump asks again", () => {
  const watch = new BoundInactiveWatch();
  watch.note("1", 11, 0, 0);
  watch.note("2", 11, 3, 0);
  watch.note("3", null, 0, 0);
  expect(watch.isNeeded("1", 11, 1000)).toBe(false);
  expect(watch.isNeeded("1", 12, 1000)).toBe(true);
  expect(watch.isNeeded("1", 10, 1000)).toBe(true);
  expect(watch.isNeeded("2", 11, 1000)).toBe(true);
  expect(watch.isNeeded("3", null, 1000)).toBe(true);
  expect(watch.isNeeded("4", 11, 1000)).toBe(true);
});
