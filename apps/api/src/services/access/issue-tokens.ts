import type { Stores } from "../../db/stores/stores.ts";
import { hashSecret, mintSecret } from "./secret.ts";

const SIGN_IN_SECONDS = 24 * 3600;

interface Issuer {
  stores: Pick<Stores, "access">;
  memberId: number;
}

/** `uses` hosts may enrol with it until it expires. Shown this once. */
export async function issueEnrolmentToken(
  issuer: Issuer,
  nowMs: number,
  { uses, expiresInSeconds }: { uses: number; expiresInSeconds: number },
) {
  const token = mintSecret("enrol");
  const expiresAtMs = nowMs + expiresInSeconds * 1000;
  const secretHash = hashSecret(token);
  await issuer.stores.access.addEnrolmentToken({ secretHash, memberId: issuer.memberId, createdAtMs: nowMs, expiresAtMs, usesLeft: uses });
  return { token, expiresAtMs, usesLeft: uses };
}

/** Signs its bearer in as the issuer, once. */
export async function issueSignInToken(issuer: Issuer, nowMs: number): Promise<string> {
  const token = mintSecret("signin");
  await issuer.stores.access.addSignInToken({
    secretHash: hashSecret(token),
    memberId: issuer.memberId,
    expiresAtMs: nowMs + SIGN_IN_SECONDS * 1000,
  });
  return token;
}
