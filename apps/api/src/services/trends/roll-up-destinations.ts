import type { Sample } from "@berth/shared/domain/host/setup.ts";
import { meanClosesPerSecond } from "@berth/shared/domain/ports/churn.ts";
import type { DestinationUse } from "../../db/stores/destination-store.ts";
import type { Stores } from "../../db/stores/stores.ts";

/** As many destinations of a bucket are kept: the tightest, and among equals the busiest. */
const DESTINATIONS_MAX = 200;

/** Counts who is connected to over all hosts of one bucket, by each host's newest sample in it, and keeps the first of them. */
export async function rollUpDestinations({ destinations }: Pick<Stores, "destinations">, fromMs: number, toMs: number): Promise<void> {
  const uses = new Map<string, DestinationUse>();
  for await (const samples of destinations.newestSamples(fromMs, toMs)) for (const sample of samples) count(uses, sample);
  const first = [...uses.values()].sort((a, b) => b.usedMax - a.usedMax || b.closesTenths - a.closesTenths).slice(0, DESTINATIONS_MAX);
  await destinations.keep(fromMs, first);
}

/** Adds one host. Two sources of it to the same destination are one host, and its tightest source counts. */
function count(uses: Map<string, DestinationUse>, { namespaces }: Sample): void {
  const seen = new Set<string>();
  for (const { destination, used, capacity, closesPerSecond } of namespaces.flatMap(({ tuples }) => tuples)) {
    const key = `${destination.address} ${destination.port}`;
    const use = uses.get(key) ?? { ...destination, hosts: 0, closesTenths: 0, used: 0, usedMax: 0 };
    if (!seen.has(key)) use.hosts++;
    seen.add(key);
    use.closesTenths += Math.round(10 * meanClosesPerSecond(closesPerSecond));
    use.used += used;
    use.usedMax = Math.max(use.usedMax, capacity === 0 ? 1_000 : Math.min(1_000, Math.ceil((used * 1_000) / capacity)));
    uses.set(key, use);
  }
}
