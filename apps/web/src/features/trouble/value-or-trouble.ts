import type { Language } from "@berth/shared/text/language.ts";
import { notFound, redirect } from "next/navigation";
import type { Answer } from "../../api/answer.ts";

/** Leaves the page for 404 and for a session that ended meanwhile; what is left is a value, or trouble for the page to show. */
export function valueOrTrouble<T>(language: Language, answer: Answer<T>): Exclude<Answer<T>, { kind: "signed-out" | "missing" }> {
  if (answer.kind === "signed-out") redirect(`/${language}`);
  if (answer.kind === "missing") notFound();
  return answer;
}
