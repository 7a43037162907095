import { BUCKET_MS } from "../../simulate/durations.ts";
import type { BenchCluster } from "./bench-cluster.ts";
import type { LoadedFleet } from "./loaded-fleet.ts";
import { atMost, type MeasuredRow, noted } from "./measured-row.ts";
import { medianOf, ms } from "./timings.ts";

const RUNS = 5;

/** The newest closed bucket made anew from its raw samples, and undone each time. */
export async function measureRollup({ admin }: BenchCluster, { endMs, organizationId }: LoadedFleet): Promise<MeasuredRow[]> {
  const fromMs = endMs - BUCKET_MS;
  const parts = { hosts: [] as number[], bucket: [] as number[] };
  for (let run = 0; run < RUNS + 1; run++) {
    for (const [name, call] of [
      ["hosts", `berth.roll_up_hosts(${fromMs})`],
      ["bucket", `berth.roll_up_bucket(${fromMs})`],
    ] as const) {
      await admin.query("begin");
      await admin.query("set local role berth_jobs");
      await admin.query(`delete from berth.host_5m where from_ms = ${fromMs}`);
      await admin.query(`delete from berth.fleet_5m where from_ms = ${fromMs}`);
      const startedAt = performance.now();
      await admin.query(`select ${call}`);
      if (run > 0) parts[name].push(performance.now() - startedAt);
      await admin.query("rollback");
    }
  }
  const { rows } = await admin.query<{ count: string }>(
    `select count(*) from berth.snapshot where organization_id = ${organizationId} and captured_at_ms >= ${fromMs} and captured_at_ms < ${endMs}`,
  );
  const bucket = medianOf(parts.bucket);
  return [
    atMost("rollup of one 5-minute bucket, median", bucket, 500, {
      unit: "ms",
      beside: `${Number(rows[0]?.count).toLocaleString("en")} samples; hosts ${ms(medianOf(parts.hosts))}, the rest fleet and groups`,
    }),
    noted("rollup, of each run", parts.bucket.map((each) => each.toFixed(0)).join(" ")),
  ];
}
