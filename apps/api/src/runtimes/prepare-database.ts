import type { InteractiveDatabase } from "../db/connect/database.ts";
import { takePlace } from "../db/stores/directory.ts";
import { firstOrganization } from "../db/stores/founding.ts";
import { createStores } from "../db/stores/stores.ts";
import { newOrganizationId } from "../services/access/public-id.ts";

/**
 * Brings the schemas up to date and makes sure of a first organization, in the first of the databases. Its owner is returned
 * as an issuer of tokens.
 */
export async function prepareDatabases(databases: readonly [InteractiveDatabase, ...InteractiveDatabase[]]) {
  for (const [place, db] of databases.entries()) {
    await db.migrate();
    await takePlace(db, place);
  }
  const [first] = databases;
  const { organizationId, memberId } = await firstOrganization(first, {
    publicId: newOrganizationId(),
    name: "My organization",
    ownerName: "Owner",
    nowMs: Date.now(),
  });
  return { stores: createStores(first, organizationId), memberId };
}
