import { expect, it } from "vitest";
import { figure, plain, sentence, subject } from "./sentence.ts";

it("keeps subjects and figures apart from the words around them", () => {
  const said = sentence`${subject("10.0.0.1")} uses ${figure("60 %")}${""} of ${"its"} ports.`;
  expect(said).toEqual([
    { kind: "subject", text: "10.0.0.1" },
    { kind: "text", text: " uses " },
    { kind: "figure", text: "60 %" },
    { kind: "text", text: " of its ports." },
  ]);
  expect(plain(said)).toBe("10.0.0.1 uses 60 % of its ports.");
});

it("takes in a whole sentence, and text runs together", () => {
  expect(sentence`Last: ${sentence`now ${figure("3")}.`} Then.`).toEqual([
    { kind: "text", text: "Last: now " },
    { kind: "figure", text: "3" },
    { kind: "text", text: ". Then." },
  ]);
  expect(sentence`${[]}`).toEqual([]);
});
