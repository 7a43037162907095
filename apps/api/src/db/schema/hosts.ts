import { foreignKey, integer, jsonb, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { berth, epochMs, holderPolicy, secretHash, tenantPolicy } from "./columns.ts";
import { organization } from "./organizations.ts";

export const host = berth
  .table(
    "host",
    {
      organizationId: integer("organization_id")
        .notNull()
        .references(() => organization.id),
      id: integer("id").generatedByDefaultAsIdentity().notNull(),
      /** Derived from the machine's identity, so a machine that enrols again is the same host. */
      publicId: text("public_id").notNull(),
      hostname: text("hostname").notNull(),
      agentVersion: text("agent_version").notNull(),
      labels: jsonb("labels").$type<Record<string, string>>().notNull(),
      enrolledAtMs: epochMs("enrolled_at_ms").notNull(),
      settingsVersion: integer("settings_version").notNull().default(1),
      sampleSeconds: integer("sample_seconds").notNull().default(10),
      frameSamples: integer("frame_samples").notNull().default(6),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.id] }),
      uniqueIndex("host_public_id").on(table.organizationId, table.publicId),
      tenantPolicy(),
    ],
  )
  .enableRLS();

/** A label and its value, under which hosts of an organization are looked at together. Group 0 is the whole fleet and has no row. */
export const labelGroup = berth
  .table(
    "label_group",
    {
      organizationId: integer("organization_id")
        .notNull()
        .references(() => organization.id),
      id: integer("id").generatedByDefaultAsIdentity().notNull(),
      label: text("label").notNull(),
      value: text("value").notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.id] }),
      uniqueIndex("label_group_name").on(table.organizationId, table.label, table.value),
      tenantPolicy(),
    ],
  )
  .enableRLS();

export const hostGroup = berth
  .table(
    "host_group",
    {
      organizationId: integer("organization_id").notNull(),
      hostId: integer("host_id").notNull(),
      groupId: integer("group_id").notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.hostId, table.groupId] }),
      foreignKey({ columns: [table.organizationId, table.hostId], foreignColumns: [host.organizationId, host.id] }).onDelete("cascade"),
      foreignKey({ columns: [table.organizationId, table.groupId], foreignColumns: [labelGroup.organizationId, labelGroup.id] }).onDelete(
        "cascade",
      ),
      tenantPolicy(),
    ],
  )
  .enableRLS();

export const hostCredential = berth
  .table(
    "host_credential",
    {
      organizationId: integer("organization_id").notNull(),
      hostId: integer("host_id").notNull(),
      secretHash: secretHash("secret_hash").notNull(),
      createdAtMs: epochMs("created_at_ms").notNull(),
      revokedAtMs: epochMs("revoked_at_ms"),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.hostId, table.secretHash] }),
      uniqueIndex("host_credential_secret").on(table.secretHash),
      foreignKey({ columns: [table.organizationId, table.hostId], foreignColumns: [host.organizationId, host.id] }).onDelete("cascade"),
      tenantPolicy(),
      holderPolicy(),
    ],
  )
  .enableRLS();

export const enrolmentToken = berth
  .table(
    "enrolment_token",
    {
      organizationId: integer("organization_id")
        .notNull()
        .references(() => organization.id),
      secretHash: secretHash("secret_hash").notNull(),
      memberId: integer("member_id").notNull(),
      createdAtMs: epochMs("created_at_ms").notNull(),
      expiresAtMs: epochMs("expires_at_ms").notNull(),
      usesLeft: integer("uses_left").notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.secretHash] }),
      uniqueIndex("enrolment_token_secret").on(table.secretHash),
      tenantPolicy(),
      holderPolicy(),
    ],
  )
  .enableRLS();
