import { expect, it } from "vitest";
import { cutLines } from "./cut-lines.ts";

it("marks a cut text with an ellipsis, within its columns", () => {
  expect(cutLines(["one", "two"], 2, 5)).toEqual(["one", "two"]);
  expect(cutLines(["one", "two", "three"], 2, 5)).toEqual(["one", "two…"]);
  expect(cutLines(["one", "three", "four"], 2, 5)).toEqual(["one", "thre…"]);
});
