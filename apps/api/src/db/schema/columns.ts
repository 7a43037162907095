import { type SQL, sql } from "drizzle-orm";
import { bigint, customType, pgPolicy, pgSchema, smallint } from "drizzle-orm/pg-core";

export const berth = pgSchema("berth");

/** Epoch milliseconds, UTC. */
export const epochMs = (name: string) => bigint(name, { mode: "number" });

/** Packed bytes, passed as base64: no driver has to agree with another about binary. */
export const packed = customType<{ data: string; driverData: string }>({
  dataType: () => "bytea",
  toDriver: (base64): SQL<string> => sql`decode(${base64}, 'base64')`,
});

/** JSON as text: small, written whole, and never looked into by a query. */
export const storedJson = <T>() =>
  customType<{ data: T; driverData: string }>({
    dataType: () => "text",
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (text) => JSON.parse(text) as T,
  });

/** A ratio in thousandths, rounded up, so that what is strictly over a whole percent stays strictly over it. Null: unknown. */
export const permille = (name: string) => smallint(name);

/** SHA-256 of a secret, passed as 64 hex digits: no driver has to agree with another about binary. */
export const secretHash = customType<{ data: string; driverData: string }>({
  dataType: () => "bytea",
  toDriver: (hex): SQL<string> => sql`decode(${hex}, 'hex')`,
});

/** The organization of this transaction; null, so no row at all, where a door forgot to say. The sub-select is evaluated once a query. */
export const currentOrganization = sql.raw("(select nullif(current_setting('app.organization_id', true), '')::int)");

/** Second fence: whatever a query asks for, only this organization's rows exist. */
export const tenantPolicy = (organizationColumn = "organization_id") => {
  const isOurs = sql`${sql.identifier(organizationColumn)} = ${currentOrganization}`;
  return pgPolicy("tenant", { for: "all", using: isOurs, withCheck: isOurs });
};

/** Who presents a secret may find its row before the organization is known. Agents that come together present theirs together, with commas. */
export const holderPolicy = () =>
  pgPolicy("holder", {
    for: "select",
    using: sql.raw(
      "secret_hash = any ((select array_agg(decode(presented, 'hex')) from unnest(string_to_array(nullif(current_setting('app.secret_hash', true), ''), ',')) presented)::bytea[])",
    ),
  });
