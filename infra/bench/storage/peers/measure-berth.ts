import { createStores } from "../../../../apps/api/src/db/stores/stores.ts";
import { loadFleet } from "../../../simulate/load/load-fleet.ts";
import { openBenchCluster, readNumber } from "../bench-cluster.ts";
import { openBenchServer, signIn } from "../bench-server.ts";
import { askQuestions } from "./ask-questions.ts";
import { berthQuestions } from "./berth-questions.ts";
import { type FleetFigures, recordFigures } from "./fleet-figures.ts";
import type { Measured } from "./peer-table.ts";

const RAW_HOURS = 0.1;
/** A bucket's figures in a packed row. */
const FIGURES = 9;

/** The product on a PostgreSQL of the benchmark's own, and the figures it was filled with. */
export async function measureBerth(
  { hosts, days }: { hosts: number; days: number },
  say: (line: string) => void,
): Promise<{ berth: Measured; figures: FleetFigures }> {
  const cluster = await openBenchCluster();
  try {
    const startedAt = performance.now();
    const options = { hosts, days, seed: 1, organization: "Bench", rawHours: RAW_HOURS, nowMs: Date.now(), say };
    const fleet = await loadFleet(cluster.db, options);
    const loadingSeconds = (performance.now() - startedAt) / 1_000;
    await cluster.admin.query("vacuum analyze");
    await cluster.admin.query("checkpoint");
    say("the same figures for the peers");
    const figures = recordFigures(fleet, days);
    const buckets = await readNumber(cluster.admin, "select sum(cardinality(samples)) from berth.host_day");
    const bytesPerPoint = (await cluster.bytesOf("host_day")) / (buckets * FIGURES);
    const server = await openBenchServer(cluster.db, fleet.endMs);
    try {
      const doors = {
        url: `http://127.0.0.1:${server.port}`,
        cookie: await signIn(cluster.db, server, fleet),
        stores: createStores(cluster.db, fleet.organizationId),
      };
      const asked = await askQuestions(berthQuestions(doors, figures, fleet));
      return { berth: { name: "Berth", asked, loadingSeconds, bytesPerPoint }, figures };
    } finally {
      await server.close();
    }
  } finally {
    await cluster.close();
  }
}
