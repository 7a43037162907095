import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import type { DestinationUse as KeptUse } from "../../../apps/api/src/db/stores/destination-store.ts";
import { createStores } from "../../../apps/api/src/db/stores/stores.ts";
import { BUCKET_MS, SAMPLE_MS } from "../durations.ts";
import type { FleetModel } from "../fleet-model.ts";

/** As in services/trends: so many of a bucket are kept, the tightest first. */
const KEPT_MAX = 200;

/** The destinations of one bucket by each host's last sample in it, through the product's own store. */
export async function loadDestinations(db: InteractiveDatabase, organizationId: number, model: FleetModel, fromMs: number): Promise<void> {
  const uses = new Map<string, KeptUse>();
  for (const { index } of model.hosts)
    for (const { address, port, used, capacity, closesPerSecond } of model.destinationsAt(index, fromMs + BUCKET_MS - SAMPLE_MS) ?? []) {
      const key = `${address} ${port}`;
      const use = uses.get(key) ?? { address, port, hosts: 0, closesTenths: 0, used: 0, usedMax: 0 };
      use.hosts++;
      use.closesTenths += Math.round(10 * closesPerSecond);
      use.used += used;
      use.usedMax = Math.max(use.usedMax, Math.min(1_000, Math.ceil((used * 1_000) / capacity)));
      uses.set(key, use);
    }
  const first = [...uses.values()].sort((a, b) => b.usedMax - a.usedMax || b.closesTenths - a.closesTenths).slice(0, KEPT_MAX);
  await createStores(db, organizationId).destinations.keep(fromMs, first);
}
