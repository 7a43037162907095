import { notFound, unauthorized } from "next/navigation";
import type { Answer } from "../../api/answer.ts";

/** Leaves the page for 401 and 404; what is left is a value, or trouble for the page to show. */
export function valueOrTrouble<T>(answer: Answer<T>): Exclude<Answer<T>, { kind: "signed-out" | "missing" }> {
  if (answer.kind === "signed-out") unauthorized();
  if (answer.kind === "missing") notFound();
  return answer;
}
