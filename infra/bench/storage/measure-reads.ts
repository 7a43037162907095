import { createStores, type Stores } from "../../../apps/api/src/db/stores/stores.ts";
import { DAY_MS, HOUR_MS } from "../../simulate/durations.ts";
import type { BenchCluster } from "./bench-cluster.ts";
import { databaseMs, statementsOf } from "./explain-reads.ts";
import type { LoadedFleet } from "./loaded-fleet.ts";
import { atMost, type MeasuredRow, noted } from "./measured-row.ts";
import { ms, timed, timingsOf } from "./timings.ts";

const RUNS = 60;
const WARM_UP = 10;

interface Read {
  name: string;
  targetMs: number;
  run(stores: Stores, run: number): Promise<unknown>;
}

/** What each page asks of the database. */
function readsOf({ endMs, hostIds }: LoadedFleet): Read[] {
  const trend = (spanMs: number, resolution: "5m" | "1h") => (stores: Stores) => stores.trends.fleet(0, endMs - spanMs, endMs, resolution);
  const page = (limit: number) => (stores: Stores) => stores.fleet.page({ asOfMs: endMs, missedSamplesMax: 2 }, limit, null);
  return [
    { name: "fleet trend, 24 h at 5 min", targetMs: 5, run: trend(DAY_MS, "5m") },
    { name: "fleet trend, 7 d at 5 min", targetMs: 15, run: trend(7 * DAY_MS, "5m") },
    { name: "fleet trend, 30 d at 1 h", targetMs: 8, run: trend(30 * DAY_MS, "1h") },
    { name: "current fleet, worst 50", targetMs: 5, run: page(51) },
    { name: "current fleet, every row", targetMs: 60, run: page(hostIds.length + 1) },
    {
      name: "one host, 7 d at 5 min",
      targetMs: 5,
      run: (stores, run) => stores.series.buckets(hostIds[(run * 37) % hostIds.length]!, endMs - 7 * DAY_MS, endMs, "5m"),
    },
    { name: "top destinations, last hour", targetMs: 10, run: (stores) => stores.destinations.top(endMs - HOUR_MS, endMs, 50) },
  ];
}

/** Each as the product's store says it: what the database needs for it, and what its caller waits for with the rows read. */
export async function measureReads({ db, admin }: BenchCluster, fleet: LoadedFleet): Promise<MeasuredRow[]> {
  const { organizationId } = fleet;
  const stores = createStores(db, organizationId);
  const rows: MeasuredRow[] = [];
  const ratios: string[] = [];
  let worst = 0;
  for (const { name, targetMs, run } of readsOf(fleet)) {
    const [fenced, open]: [number[], number[]] = [[], []];
    for (let at = 0; at < RUNS + WARM_UP; at++) {
      const statements = await statementsOf(db, organizationId, (each) => run(each, at));
      // The second of two finds warm what the first has fetched, so they take turns.
      for (const isFenced of at % 2 === 0 ? [true, false] : [false, true]) {
        const took = await databaseMs(admin, isFenced ? { organizationId } : "superuser", statements);
        if (at >= WARM_UP) (isFenced ? fenced : open).push(took);
      }
    }
    const ofDatabase = timingsOf(fenced);
    const waited = await timed(RUNS, WARM_UP, (at) => run(stores, at));
    const beside = `p50 ${ms(ofDatabase.p50)}; with its rows read by the API p50 ${ms(waited.p50)}, p95 ${ms(waited.p95)}`;
    rows.push(atMost(`${name}, p95 at the database`, ofDatabase.p95, targetMs, { unit: "ms", beside }));
    const ratio = ofDatabase.p50 / timingsOf(open).p50;
    worst = Math.max(worst, ratio);
    ratios.push(ratio.toFixed(2));
  }
  rows.push(atMost("row-level security beside the explicit predicate, the worst of these reads", worst, 1.1, { unit: "×", digits: 2 }));
  rows.push(noted("row-level security, read by read", ratios.join(" ")));
  return rows;
}
