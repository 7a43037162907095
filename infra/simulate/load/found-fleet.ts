import { sql } from "drizzle-orm";
import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import { foundOrganization } from "../../../apps/api/src/db/stores/founding.ts";
import { hostIdOf, newOrganizationId } from "../../../apps/api/src/services/access/public-id.ts";
import type { FleetModel } from "../fleet-model.ts";
import type { FleetGroups } from "./fleet-rows.ts";
import { asOwner, insertColumns } from "./insert-columns.ts";

export interface FoundedFleet {
  organizationId: number;
  memberId: number;
  /** By index in the model. */
  hostIds: number[];
  publicIds: string[];
  groups: FleetGroups;
}

/** The id that a simulated machine has on any way it comes in. */
export const machineIdOf = (seed: number, index: number): string => `simulated-${seed}-${index}`;

/** A new organization with the model's hosts, their groups made by the product's own function. */
export async function foundFleet(
  db: InteractiveDatabase,
  model: FleetModel,
  { name, seed, enrolledAtMs }: { name: string; seed: number; enrolledAtMs: number },
): Promise<FoundedFleet> {
  const owner = await foundOrganization(db, { publicId: newOrganizationId(), name, ownerName: "Owner", nowMs: enrolledAtMs });
  const { organizationId } = owner;
  const publicIds = await Promise.all(model.hosts.map(({ index, hostname }) => hostIdOf(machineIdOf(seed, index), hostname)));
  return asOwner(db, organizationId, async (queries) => {
    await insertColumns(queries, "host", organizationId, [
      { name: "public_id", type: "text", values: publicIds },
      { name: "hostname", type: "text", values: model.hosts.map(({ hostname }) => hostname) },
      { name: "agent_version", type: "text", values: model.hosts.map(() => "0.1.0") },
      { name: "labels", type: "jsonb", values: model.hosts.map(({ labels }) => JSON.stringify(labels)) },
      { name: "enrolled_at_ms", type: "bigint", values: model.hosts.map(() => enrolledAtMs) },
    ]);
    await queries.execute(
      sql`select count(berth.group_host(h.organization_id, h.id, h.labels)) from berth.host h where h.organization_id = ${organizationId}`,
    );
    const hosts = await queries
      .select({ id: sql`h.id`.mapWith(Number), publicId: sql<string>`h.public_id` })
      .from(sql`berth.host h where h.organization_id = ${organizationId}`);
    const idOf = new Map(hosts.map(({ id, publicId }) => [publicId, id]));
    const hostIds = publicIds.map((publicId) => idOf.get(publicId)!);
    const members = await queries
      .select({ hostId: sql`g.host_id`.mapWith(Number), groupId: sql`g.group_id`.mapWith(Number) })
      .from(sql`berth.host_group g where g.organization_id = ${organizationId}`);
    return { ...owner, hostIds, publicIds, groups: groupsOf(hostIds, members) };
  });
}

function groupsOf(hostIds: readonly number[], members: readonly { hostId: number; groupId: number }[]): FleetGroups {
  const ids = [0, ...new Set(members.map(({ groupId }) => groupId))];
  const placeOf = new Map(ids.map((id, at) => [id, at]));
  const indexOf = new Map(hostIds.map((id, at) => [id, at]));
  const ofHost = hostIds.map(() => [0]);
  for (const { hostId, groupId } of members) ofHost[indexOf.get(hostId)!]!.push(placeOf.get(groupId)!);
  const sizes = ids.map(() => 0);
  for (const places of ofHost) for (const place of places) sizes[place]!++;
  return { ids, ofHost, sizes };
}
