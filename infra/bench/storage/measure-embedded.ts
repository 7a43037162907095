import { openPglite } from "../../../apps/api/src/db/connect/pglite.ts";
import type { IncomingFrame } from "../../../apps/api/src/db/stores/ingest-door.ts";
import { secretDoors } from "../../../apps/api/src/db/stores/secret-doors.ts";
import { createStores } from "../../../apps/api/src/db/stores/stores.ts";
import { hashSecret } from "../../../apps/api/src/services/access/secret.ts";
import { frameOf } from "../../../apps/api/src/testing/frame-of.ts";
import { DAY_MS, SAMPLE_MS } from "../../simulate/durations.ts";
import { loadFleet } from "../../simulate/load/load-fleet.ts";
import { giveCredentials } from "./bench-agents.ts";
import { atLeast, atMost, type MeasuredRow } from "./measured-row.ts";
import { ms, timed } from "./timings.ts";

const PUSHES = 2_000;
const AGENTS = 500;
const CLIENTS = 8;

/** The database of `npm start`, in memory, through the same doors and stores. */
export async function measureEmbedded(hosts: number, days: number): Promise<MeasuredRow[]> {
  const db = await openPglite();
  try {
    await db.migrate();
    const options = { hosts, days, seed: 1, organization: "Embedded", rawHours: 0, nowMs: Date.now(), say: () => {} };
    const fleet = await loadFleet(db, options);
    const { trends } = createStores(db, fleet.organizationId);
    const trend = await timed(40, 10, () => trends.fleet(0, fleet.endMs - days * DAY_MS, fleet.endMs, "1h"));

    const agents = await giveCredentials(db, fleet, Math.min(AGENTS, hosts));
    const prepared: { hash: string; frame: IncomingFrame }[] = [];
    for (let round = 0; prepared.length < PUSHES; round++)
      for (const { index, credential } of agents) {
        const snapshot = fleet.model.snapshotAt(index, fleet.endMs + round * SAMPLE_MS);
        if (snapshot) prepared.push({ hash: hashSecret(credential), frame: frameOf(snapshot) });
      }
    const doors = secretDoors(db);
    const nowMs = fleet.endMs + 600_000;
    for (const { hash, frame } of prepared.slice(0, agents.length)) await doors.ingest(hash, nowMs, frame);
    const half = (agents.length + prepared.length) / 2;
    /** Pushes a second of those, so many agents at a time. */
    const rate = async (pushes: typeof prepared, clients: number): Promise<number> => {
      const waiting = pushes.values();
      const startedAt = performance.now();
      await Promise.all(
        Array.from({ length: clients }, async () => {
          for (const { hash, frame } of waiting) await doors.ingest(hash, nowMs, frame);
        }),
      );
      return (pushes.length * 1_000) / (performance.now() - startedAt);
    };
    const alone = await rate(prepared.slice(agents.length, half), 1);
    const together = await rate(prepared.slice(half), CLIENTS);
    return [
      atLeast("embedded database: pushes, one snapshot each, 8 agents at a time", together, 1_000, {
        unit: "/s",
        digits: 0,
        beside: `${alone.toFixed(0)}/s one after another`,
      }),
      atMost(`embedded database: trend 30 d at 1 h with ${hosts.toLocaleString("en")} hosts, p95`, trend.p95, 25, {
        unit: "ms",
        beside: `p50 ${ms(trend.p50)}`,
      }),
    ];
  } finally {
    await db.close();
  }
}
