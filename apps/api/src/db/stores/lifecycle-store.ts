import { sql } from "drizzle-orm";
import { type Database, readOrg } from "../connect/database.ts";
import { column } from "./answer-columns.ts";

/** How many rows of each table went. */
export type DeletionReceipt = Record<string, number>;

/** The end of a host, or of the whole organization. */
export const lifecycleStore = (db: Database, organizationId: number) => ({
  /** Null: this organization has no such host. */
  async deleteHost(publicId: string): Promise<DeletionReceipt | null> {
    const [[answer]] = await readOrg(db, organizationId, (queries) => [
      queries.select({ receipt: column<DeletionReceipt | null>("receipt") }).from(sql`berth.delete_host(${publicId}::text) as receipt`),
    ]);
    return answer?.receipt ?? null;
  },

  async deleteOrganization(): Promise<DeletionReceipt | null> {
    const [[answer]] = await readOrg(db, organizationId, (queries) => [
      queries.select({ receipt: column<DeletionReceipt | null>("receipt") }).from(sql`berth.delete_organization() as receipt`),
    ]);
    return answer?.receipt ?? null;
  },
});
