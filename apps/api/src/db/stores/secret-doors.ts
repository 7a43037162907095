import { sql } from "drizzle-orm";
import type { Database } from "../connect/database.ts";
import { column, number } from "./answer-columns.ts";
import { ingestDoor } from "./ingest-door.ts";

export type { IncomingSample, IngestAnswer, SampleFigures } from "./ingest-door.ts";

export interface Enrolment {
  tokenHash: string;
  nowMs: number;
  publicId: string;
  credentialHash: string;
  hostname: string;
  agentVersion: string;
  labels: Record<string, string>;
}

export interface SessionOwner {
  organizationId: number;
  organizationPublicId: string;
  organizationName: string;
  memberId: number;
  memberName: string;
  memberRole: string;
}

/**
 * What can be done before an organization is known: each takes the SHA-256 of a secret, as hex digits, and lets the
 * database find out whose it is. One statement each, so one round trip on every driver.
 */
export const secretDoors = (db: Database) => ({
  ...ingestDoor(db),

  /** Null: the token is unknown, expired or used up. */
  async enrol(enrolment: Enrolment) {
    const { tokenHash, nowMs, publicId, credentialHash, hostname, agentVersion, labels } = enrolment;
    const [host] = await db.queries
      .select({
        settingsVersion: number("settings_version"),
        sampleSeconds: number("sample_seconds"),
        frameSamples: number("frame_samples"),
      })
      .from(sql`berth.enrol(${tokenHash}::text, ${nowMs}::bigint, ${publicId}::text, ${credentialHash}::text, ${hostname}::text,
          ${agentVersion}::text, ${JSON.stringify(labels)}::text::jsonb)`);
    return host ?? null;
  },

  /** False: the token is unknown, expired or was used before. */
  async signIn(tokenHash: string, sessionHash: string, nowMs: number, expiresAtMs: number): Promise<boolean> {
    const [answer] = await db.queries
      .select({ isOpen: column<boolean>("is_open") })
      .from(sql`berth.sign_in(${tokenHash}::text, ${sessionHash}::text, ${nowMs}::bigint, ${expiresAtMs}::bigint) as is_open`);
    return answer?.isOpen ?? false;
  },

  async findSession(sessionHash: string, nowMs: number): Promise<SessionOwner | null> {
    const [owner] = await db.queries
      .select({
        organizationId: number("organization_id"),
        organizationPublicId: column<string>("organization_public_id"),
        organizationName: column<string>("organization_name"),
        memberId: number("member_id"),
        memberName: column<string>("member_name"),
        memberRole: column<string>("member_role"),
      })
      .from(sql`berth.find_session(${sessionHash}::text, ${nowMs}::bigint)`);
    return owner ?? null;
  },

  /** Rejects when the database does not answer. */
  async ping(): Promise<void> {
    await db.queries.select({ one: sql<number>`1` }).from(sql`(select 1) as ping`);
  },
});

export type SecretDoors = ReturnType<typeof secretDoors>;
