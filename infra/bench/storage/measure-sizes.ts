import { type BenchCluster, readNumber } from "./bench-cluster.ts";
import { atMost, type MeasuredRow } from "./measured-row.ts";

/** Bytes of packed rollups a host. */
export async function measureSizes(cluster: BenchCluster): Promise<MeasuredRow[]> {
  const perRow = async (table: string) =>
    (await cluster.bytesOf(table)) / (await readNumber(cluster.admin, `select count(*) from berth.${table}`));
  return [
    atMost("packed 5-minute rollups, bytes per host and day", await perRow("host_day"), 4_000, { unit: "B", digits: 0 }),
    atMost("packed hourly rollups, bytes per host and week", await perRow("host_week"), 3_000, { unit: "B", digits: 0 }),
  ];
}
