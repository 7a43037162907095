import { foreignKey, integer, jsonb, primaryKey, smallint, text, uniqueIndex } from "drizzle-orm/pg-core";
import { berth, epochMs, holderPolicy, secretHash, tenantPolicy } from "./columns.ts";

export const organization = berth
  .table(
    "organization",
    {
      id: integer("id").primaryKey().generatedByDefaultAsIdentity(),
      publicId: text("public_id").notNull().unique(),
      name: text("name").notNull(),
      createdAtMs: epochMs("created_at_ms").notNull(),
      policyVersion: integer("policy_version").notNull().default(1),
      /** Null: the default policy. */
      policy: jsonb("policy"),
      /** How long telemetry is kept: raw snapshots, five-minute rollups, hourly rollups. The defaults are the most there is. */
      rawHours: smallint("raw_hours").notNull().default(48),
      fiveMinuteDays: smallint("five_minute_days").notNull().default(30),
      hourlyDays: smallint("hourly_days").notNull().default(396),
    },
    () => [tenantPolicy("id")],
  )
  .enableRLS();

/** A person in an organization. */
export const member = berth
  .table(
    "member",
    {
      organizationId: integer("organization_id")
        .notNull()
        .references(() => organization.id),
      id: integer("id").generatedByDefaultAsIdentity().notNull(),
      name: text("name").notNull(),
      role: text("role", { enum: ["owner"] }).notNull(),
      createdAtMs: epochMs("created_at_ms").notNull(),
    },
    (table) => [primaryKey({ columns: [table.organizationId, table.id] }), tenantPolicy()],
  )
  .enableRLS();

/** Opens a session once. */
export const signInToken = berth
  .table(
    "sign_in_token",
    {
      organizationId: integer("organization_id").notNull(),
      secretHash: secretHash("secret_hash").notNull(),
      memberId: integer("member_id").notNull(),
      expiresAtMs: epochMs("expires_at_ms").notNull(),
      usedAtMs: epochMs("used_at_ms"),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.secretHash] }),
      uniqueIndex("sign_in_token_secret").on(table.secretHash),
      foreignKey({ columns: [table.organizationId, table.memberId], foreignColumns: [member.organizationId, member.id] }).onDelete(
        "cascade",
      ),
      tenantPolicy(),
      holderPolicy(),
    ],
  )
  .enableRLS();

export const session = berth
  .table(
    "session",
    {
      organizationId: integer("organization_id").notNull(),
      secretHash: secretHash("secret_hash").notNull(),
      memberId: integer("member_id").notNull(),
      createdAtMs: epochMs("created_at_ms").notNull(),
      expiresAtMs: epochMs("expires_at_ms").notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.organizationId, table.secretHash] }),
      uniqueIndex("session_secret").on(table.secretHash),
      foreignKey({ columns: [table.organizationId, table.memberId], foreignColumns: [member.organizationId, member.id] }).onDelete(
        "cascade",
      ),
      tenantPolicy(),
      holderPolicy(),
    ],
  )
  .enableRLS();
