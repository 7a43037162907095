import type { InteractiveDatabase } from "../../../apps/api/src/db/connect/database.ts";
import { DAY_MS } from "../../simulate/durations.ts";
import { type BenchServer, signIn } from "./bench-server.ts";
import type { LoadedFleet } from "./loaded-fleet.ts";
import { atMost, type MeasuredRow, noted } from "./measured-row.ts";
import { ms, timed } from "./timings.ts";

const TARGET_MS = 40;
const RUNS = 60;
const WARM_UP = 15;

/** The fleet's trends as a browser asks for them. */
export async function measureApiReads(db: InteractiveDatabase, server: BenchServer, fleet: LoadedFleet): Promise<MeasuredRow[]> {
  const cookie = await signIn(db, server, fleet);
  const get = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { cookie } });
    await answer.arrayBuffer();
    return answer.status;
  };
  const rows: MeasuredRow[] = [];
  const to = new Date(fleet.endMs).toISOString();
  for (const [name, days, step] of [
    ["24 h at 5 min", 1, 300],
    ["7 d at 5 min", 7, 300],
    ["30 d at 1 h", 30, 3_600],
  ] as const) {
    const path = `/v1/fleet/trends?from=${new Date(fleet.endMs - days * DAY_MS).toISOString()}&to=${to}&step=${step}`;
    const status = await get(path);
    if (status !== 200) {
      rows.push(noted(`fleet trend through the API, ${name}`, `not measured: the API answers ${status}`));
      continue;
    }
    const { p50, p95 } = await timed(RUNS, WARM_UP, () => get(path));
    rows.push(atMost(`fleet trend through the API, ${name}, p95`, p95, TARGET_MS, { unit: "ms", beside: `p50 ${ms(p50)}` }));
  }
  const { p50, p95 } = await timed(RUNS, WARM_UP, () => get("/v1/fleet?limit=50"));
  rows.push(noted("current fleet through the API, worst 50", `p50 ${ms(p50)}, p95 ${ms(p95)}`));
  return rows;
}
