import type { Stores } from "../../db/stores/stores.ts";
import { ApiProblem } from "../../errors.ts";
import type { Dependencies } from "../dependencies.ts";
import { hashSecret, isWellFormed, mintSecret } from "./secret.ts";

export const SESSION_SECONDS = 30 * 24 * 3600;

/** Somebody who is signed in, and the tables of their organization. */
export interface Visitor {
  sessionHash: string;
  memberId: number;
  name: string;
  organization: { publicId: string; name: string };
  stores: Stores;
}

/** Exchanges a one-time token for a session; the secret of it goes into the cookie and nowhere else. */
export async function signIn(dependencies: Dependencies, token: string): Promise<{ session: string; visitor: Visitor }> {
  const rejected = () => new ApiProblem("token-rejected", "The sign-in link is unknown, expired or was used before.");
  if (!isWellFormed("signin", token)) throw rejected();
  const session = mintSecret("session");
  const sessionHash = hashSecret(session);
  const nowMs = dependencies.nowMs();
  const isOpen = await dependencies.doors.signIn(hashSecret(token), sessionHash, nowMs, nowMs + SESSION_SECONDS * 1000);
  const visitor = isOpen ? await visitorOf(dependencies, sessionHash) : null;
  if (visitor === null) throw rejected();
  return { session, visitor };
}

/** Null: no such session, or not any more. */
export async function findVisitor(dependencies: Dependencies, session: string | null): Promise<Visitor | null> {
  if (session === null || !isWellFormed("session", session)) return null;
  return visitorOf(dependencies, hashSecret(session));
}

async function visitorOf(dependencies: Dependencies, sessionHash: string): Promise<Visitor | null> {
  const owner = await dependencies.doors.findSession(sessionHash, dependencies.nowMs());
  if (owner === null) return null;
  return {
    sessionHash,
    memberId: owner.memberId,
    name: owner.memberName,
    organization: { publicId: owner.organizationPublicId, name: owner.organizationName },
    stores: dependencies.storesOf(owner.organizationId),
  };
}
