import { gzipSync } from "node:zlib";
import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import { hashSecret, mintSecret } from "../../../apps/api/src/services/access/secret.ts";
import { frameText } from "../../simulate/api/frames.ts";
import { asOwner, insertColumns } from "../../simulate/load/insert-columns.ts";
import type { LoadedFleet } from "./loaded-fleet.ts";
import type { PushLoad } from "./push-load.ts";

export interface BenchAgent {
  index: number;
  credential: string;
}

/** Credentials for the first hosts of the fleet. */
export async function giveCredentials(db: InteractiveDatabase, fleet: LoadedFleet, hosts: number): Promise<BenchAgent[]> {
  const agents = fleet.publicIds.slice(0, hosts).map((publicId, index) => ({ index, credential: mintSecret("host", publicId) }));
  const hashes = await Promise.all(agents.map(({ credential }) => hashSecret(credential)));
  await asOwner(db, fleet.organizationId, (queries) =>
    insertColumns(queries, "host_credential", fleet.organizationId, [
      { name: "host_id", type: "int", values: agents.map(({ index }) => fleet.hostIds[index]!) },
      { name: "secret_hash", type: "bytea", values: hashes.map((hash) => Buffer.from(hash, "hex").toString("base64")) },
      { name: "created_at_ms", type: "bigint", values: agents.map(() => fleet.endMs) },
    ]),
  );
  return agents;
}

/** What those agents send for the time from `fromMs` on: samples that name their setup, as one that has told it does. */
export function requestsOf(
  fleet: LoadedFleet,
  agents: readonly BenchAgent[],
  fromMs: number,
  { samples, bringsSetup }: { samples: number; bringsSetup: boolean },
): PushLoad["requests"] {
  return agents.flatMap(({ index, credential }) => {
    const text = frameText(fleet.model, index, fromMs, { samples, bringsSetup });
    return text === null ? [] : [{ credential, body: new Uint8Array(gzipSync(text)) }];
  });
}
