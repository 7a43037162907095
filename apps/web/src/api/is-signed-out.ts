import { createClient } from "@berth/api/client";
import { answerOf } from "./answer.ts";

/** True only where the API says so: one that fails or does not answer is for the page to tell. */
export async function isSignedOut(origin: string, cookie: string | null): Promise<boolean> {
  const { v1 } = createClient(origin, {
    headers: { cookie: cookie ?? "" },
    init: { cache: "no-store", signal: AbortSignal.timeout(10_000) },
  });
  return (await answerOf(v1.session.$get())).kind === "signed-out";
}
