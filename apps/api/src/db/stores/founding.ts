import { eq, sql } from "drizzle-orm";
import { asJobs, type InteractiveDatabase, readOrg, withOrg } from "../connect/database.ts";
import { member, organization } from "../schema/organizations.ts";

export interface Founding {
  publicId: string;
  name: string;
  ownerName: string;
  nowMs: number;
}

/** The oldest organization and its first owner; both are created when there is none yet. */
export async function firstOrganization(
  db: InteractiveDatabase,
  founding: Founding,
): Promise<{ organizationId: number; memberId: number }> {
  const [[oldest]] = await asJobs(db, (queries) => [
    queries.select({ id: organization.id }).from(organization).orderBy(organization.id).limit(1),
  ]);
  if (!oldest) return foundOrganization(db, founding);
  const [[owner]] = await readOrg(db, oldest.id, (queries) => [
    queries.select({ id: member.id }).from(member).where(eq(member.organizationId, oldest.id)).orderBy(member.id).limit(1),
  ]);
  if (!owner) throw new Error("the first organization has no member");
  return { organizationId: oldest.id, memberId: owner.id };
}

/** The id is drawn first, so that even the first row is written inside its own fence. */
export async function foundOrganization(db: InteractiveDatabase, { publicId, name, ownerName, nowMs }: Founding) {
  const [drawn] = await db.queries
    .select({ id: sql`next.id`.mapWith(Number) })
    .from(sql`nextval('berth.organization_id_seq') as next (id)`);
  const organizationId = drawn?.id as number;
  return withOrg(db, organizationId, async (queries) => {
    await queries.insert(organization).values({ id: organizationId, publicId, name, createdAtMs: nowMs });
    const [owner] = await queries
      .insert(member)
      .values({ organizationId, name: ownerName, role: "owner", createdAtMs: nowMs })
      .returning({ id: member.id });
    return { organizationId, memberId: owner?.id as number };
  });
}
