"use server";

import { createEnrolmentToken } from "../../api/berth.ts";

export type TokenState = { kind: "none" } | { kind: "failed" } | { kind: "issued"; token: string; minutesLeft: number; usesLeft: number };

/** Asks the API for an enrolment token with the visitor's own session. The token exists in this answer only. */
export async function issueToken(): Promise<TokenState> {
  const answer = await createEnrolmentToken();
  if (answer.kind !== "ok") return { kind: "failed" };
  const { token, expiresAt, usesLeft } = answer.value;
  return { kind: "issued", token, usesLeft, minutesLeft: Math.max(1, Math.round((Date.parse(expiresAt) - Date.now()) / 60_000)) };
}
