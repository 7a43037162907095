import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FleetFigures } from "./fleet-figures.ts";
import { type Peer, post } from "./peer.ts";
import type { PeerServer } from "./peer-server.ts";
import { recordedSeries, seriesParts } from "./series-parts.ts";

const SAY_EVERY_MS = 20_000;
const LOOK_EVERY_MS = 2_000;
/** A tenth of a processor: one that merges takes all that it gets. */
const IDLE_CPU_SECONDS = (0.1 * LOOK_EVERY_MS) / 1_000;
const QUIET_MS = 20_000;
const SETTLE_MS = 600_000;

/** Loads the figures and the recorded series, one request after the other; seconds. */
export async function loadPeer(peer: Peer, { url }: PeerServer, figures: FleetFigures, say: (line: string) => void): Promise<number> {
  const { path: target, headers, bodyOf, ...sizes } = peer.loading;
  const startedAt = performance.now();
  let saidAt = startedAt;
  let points = 0;
  for (const parts of seriesParts(figures, recordedSeries(figures, peer.rankOf), sizes)) {
    if (parts.length === 0) continue;
    await post(url + target, headers, bodyOf(parts));
    for (const { values } of parts) points += values.length;
    if (performance.now() - saidAt < SAY_EVERY_MS) continue;
    saidAt = performance.now();
    say(`${peer.name}: ${points.toLocaleString("en")} points in ${((saidAt - startedAt) / 1_000).toFixed(0)} s`);
  }
  return (performance.now() - startedAt) / 1_000;
}

/** Waits until it has been idle for a while, so that it has merged what it wants to merge; seconds. */
export async function settle(peer: Peer, { url, cpuSeconds }: PeerServer): Promise<number> {
  await peer.compact?.(url);
  const startedAt = performance.now();
  let [cpu, quietMs] = [cpuSeconds(), 0];
  while (quietMs < QUIET_MS) {
    if (performance.now() - startedAt > SETTLE_MS) throw new Error(`it is still at work ${SETTLE_MS / 60_000} minutes after loading`);
    await sleep(LOOK_EVERY_MS);
    const now = cpuSeconds();
    quietMs = now - cpu < IDLE_CPU_SECONDS ? quietMs + LOOK_EVERY_MS : 0;
    cpu = now;
  }
  return (performance.now() - startedAt) / 1_000;
}

/** Bytes that the folder's files take on disk. */
export async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile()) continue;
    // One that is merged away meanwhile takes none.
    const file = await lstat(path.join(entry.parentPath, entry.name)).catch(() => null);
    bytes += (file?.blocks ?? 0) * 512;
  }
  return bytes;
}
