import type { InteractiveDatabase } from "../db/connect/database.ts";
import { firstOrganization } from "../db/stores/founding.ts";
import { createStores } from "../db/stores/stores.ts";
import { newOrganizationId } from "../services/access/public-id.ts";

/** Brings the schema up to date and makes sure of a first organization, whose owner is returned as an issuer of tokens. */
export async function prepareDatabase(db: InteractiveDatabase) {
  await db.migrate();
  const { organizationId, memberId } = await firstOrganization(db, {
    publicId: newOrganizationId(),
    name: "My organization",
    ownerName: "Owner",
    nowMs: Date.now(),
  });
  return { stores: createStores(db, organizationId), memberId };
}
