import { loadFleet } from "../../simulate/load/load-fleet.ts";
import { openBenchCluster } from "./bench-cluster.ts";
import { openBenchServer } from "./bench-server.ts";
import { measureApiReads } from "./measure-api-reads.ts";
import { measureEmbedded } from "./measure-embedded.ts";
import { measurePushes } from "./measure-pushes.ts";
import { measureReads } from "./measure-reads.ts";
import { measureRollup } from "./measure-rollup.ts";
import { measureSizes } from "./measure-sizes.ts";
import { lineOf, type MeasuredRow, noted } from "./measured-row.ts";

const DAYS = 30;
/** A closed bucket and the minute before it. */
const RAW_HOURS = 0.1;
/** What a database inside the process is asked to bear. */
const EMBEDDED_HOSTS_MAX = 1_000;

/** The whole table of targets for a fleet of that size, on databases of its own. `say` hears what is under way. */
export async function measureStorage(hosts: number, say: (line: string) => void): Promise<MeasuredRow[]> {
  const rows: MeasuredRow[] = [];
  const keep = (measured: readonly MeasuredRow[]) => {
    rows.push(...measured);
    for (const row of measured) say(lineOf(row));
  };
  const cluster = await openBenchCluster();
  try {
    const startedAt = performance.now();
    const nowMs = Date.now();
    const fleet = await loadFleet(cluster.db, { hosts, days: DAYS, seed: 1, organization: "Bench", rawHours: RAW_HOURS, nowMs, say });
    keep([
      noted(
        "loading the fleet",
        `${hosts.toLocaleString("en")} hosts × ${DAYS} days in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`,
      ),
    ]);
    await cluster.admin.query("vacuum analyze");
    await cluster.admin.query("checkpoint");
    keep(await measureReads(cluster, fleet));
    keep(await measureSizes(cluster));
    keep(await measureRollup(cluster, fleet));
    const server = await openBenchServer(cluster.db, fleet.endMs);
    try {
      keep(await measureApiReads(cluster.db, server, fleet));
      keep(await measurePushes(cluster, server, fleet));
    } finally {
      await server.close();
    }
  } finally {
    await cluster.close();
  }
  keep(await measureEmbedded(Math.min(hosts, EMBEDDED_HOSTS_MAX), DAYS));
  return rows;
}
