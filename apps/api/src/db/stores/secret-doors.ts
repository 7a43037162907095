import type { Policy } from "@berth/shared/domain/checklist/check.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { sql } from "drizzle-orm";
import type { Database } from "../connect/database.ts";
import type { Judgement } from "./judgement.ts";
import type { Tightest } from "./tightest.ts";

/** What series and fleet are drawn from; ratios 0 to 1, null where the snapshot cannot tell. */
export interface SnapshotFigures {
  tightestUsedRatio: number | null;
  capacity: number | null;
  used: number | null;
  closesPerSecond: number | null;
  bindPoolUsedRatio: number | null;
  udpUsedRatio: number | null;
  tightestAddress: string | null;
  tightestPort: number | null;
}

export interface IncomingSnapshot extends SnapshotFigures {
  capturedAtMs: number;
  tightest: Tightest;
  body: Snapshot;
}

export interface IngestAnswer {
  ordinal: number;
  isNew: boolean;
  /** It is new, and nothing newer of this host is stored. */
  isNewest: boolean;
  organizationId: number;
  hostId: number;
  hostPublicId: string;
  settingsVersion: number;
  sampleSeconds: number;
  policyVersion: number;
  policy: Omit<Policy, "version"> | null;
  judgedCapturedAtMs: number | null;
  /** With the first answer only. */
  judgement: Judgement | null;
}

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

/** bigint travels as text. */
const number = (column: string) => sql<number>`${sql.identifier(column)}`.mapWith(Number);
const maybeNumber = (column: string) =>
  sql<number | null>`${sql.identifier(column)}`.mapWith((value) => (value === null ? null : Number(value)));
const column = <T>(name: string) => sql<T>`${sql.identifier(name)}`;

/**
 * What can be done before an organization is known: each takes the SHA-256 of a secret, as hex digits, and lets the
 * database find out whose it is. One statement each, so one round trip on every driver.
 */
export const secretDoors = ({ queries }: Database) => ({
  /** Null: the token is unknown, expired or used up. */
  async enrol(enrolment: Enrolment) {
    const { tokenHash, nowMs, publicId, credentialHash, hostname, agentVersion, labels } = enrolment;
    const [host] = await queries.select({ settingsVersion: number("settings_version"), sampleSeconds: number("sample_seconds") }).from(
      sql`berth.enrol(${tokenHash}::text, ${nowMs}::bigint, ${publicId}::text, ${credentialHash}::text, ${hostname}::text,
          ${agentVersion}::text, ${JSON.stringify(labels)}::text::jsonb)`,
    );
    return host ?? null;
  },

  /** In the order of `snapshots`; empty when the credential is not a host's. */
  ingest(credentialHash: string, nowMs: number, snapshots: readonly IncomingSnapshot[]): Promise<IngestAnswer[]> {
    return queries
      .select({
        ordinal: number("ordinal"),
        isNew: column<boolean>("is_new"),
        isNewest: column<boolean>("is_newest"),
        organizationId: number("organization_id"),
        hostId: number("host_id"),
        hostPublicId: column<string>("host_public_id"),
        settingsVersion: number("settings_version"),
        sampleSeconds: number("sample_seconds"),
        policyVersion: number("policy_version"),
        policy: column<IngestAnswer["policy"]>("policy"),
        judgedCapturedAtMs: maybeNumber("judged_captured_at_ms"),
        judgement: column<Judgement | null>("judgement"),
      })
      .from(sql`berth.ingest(${credentialHash}::text, ${nowMs}::bigint, ${JSON.stringify(snapshots)}::text::jsonb)`)
      .orderBy(sql`ordinal`);
  },

  /** False: the token is unknown, expired or was used before. */
  async signIn(tokenHash: string, sessionHash: string, nowMs: number, expiresAtMs: number): Promise<boolean> {
    const [answer] = await queries
      .select({ isOpen: column<boolean>("is_open") })
      .from(sql`berth.sign_in(${tokenHash}::text, ${sessionHash}::text, ${nowMs}::bigint, ${expiresAtMs}::bigint) as is_open`);
    return answer?.isOpen ?? false;
  },

  async findSession(sessionHash: string, nowMs: number): Promise<SessionOwner | null> {
    const [owner] = await queries
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
    await queries.select({ one: sql<number>`1` }).from(sql`(select 1) as ping`);
  },
});

export type SecretDoors = ReturnType<typeof secretDoors>;
