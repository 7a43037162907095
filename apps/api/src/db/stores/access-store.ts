import { and, eq } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { enrolmentToken } from "../schema/hosts.ts";
import { session, signInToken } from "../schema/organizations.ts";

/** Secrets an organization hands out, by their hashes. */
export const accessStore = (db: Database, organizationId: number) => ({
  async addEnrolmentToken(token: { secretHash: string; memberId: number; createdAtMs: number; expiresAtMs: number; usesLeft: number }) {
    await readOrg(db, organizationId, (queries) => [queries.insert(enrolmentToken).values({ organizationId, ...token })]);
  },

  async addSignInToken(token: { secretHash: string; memberId: number; expiresAtMs: number }) {
    await readOrg(db, organizationId, (queries) => [queries.insert(signInToken).values({ organizationId, ...token })]);
  },

  async endSession(secretHash: string) {
    await readOrg(db, organizationId, (queries) => [
      queries.delete(session).where(and(eq(session.organizationId, organizationId), eq(session.secretHash, secretHash))),
    ]);
  },
});
