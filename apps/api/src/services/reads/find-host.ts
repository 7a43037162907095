import type { StoredHost } from "../../db/stores/host-store.ts";
import type { Stores } from "../../db/stores/stores.ts";
import { ApiProblem } from "../../errors.ts";
import { isHostId } from "../access/public-id.ts";

export type { StoredHost };

/** A host of the visitor's organization. One of another organization, and one that never was, are the same: not found. */
export async function findHost({ hosts }: Pick<Stores, "hosts">, publicId: string): Promise<StoredHost> {
  const host = isHostId(publicId) ? await hosts.find(publicId) : null;
  if (host === null) throw new ApiProblem("not-found", "This organization has no such host.");
  return host;
}
