import process from "node:process";
import type { BenchmarkResult } from "../../agent-snapshot.ts";
import { askQuestions } from "./ask-questions.ts";
import { type FleetFigures, pointsOf } from "./fleet-figures.ts";
import { influxdb } from "./influxdb.ts";
import { bytesIn, loadPeer, settle } from "./load-peer.ts";
import { measureBerth } from "./measure-berth.ts";
import type { Peer } from "./peer.ts";
import { isInstalled, startPeer } from "./peer-server.ts";
import { agreementOf, type Measured, peerTable } from "./peer-table.ts";
import { prometheus } from "./prometheus.ts";
import { victoriaMetrics } from "./victoria-metrics.ts";

const HOSTS = 1_000;
const DAYS = 30;
const PEERS = [prometheus, victoriaMetrics, influxdb];

/** Berth beside time-series databases that hold the same figure of the same fleet; BERTH_BENCH_HOSTS says of how many hosts. */
export async function benchmarkPeers(): Promise<BenchmarkResult | { skipped: string }> {
  const hosts = Number(process.env.BERTH_BENCH_HOSTS || HOSTS);
  if (!Number.isInteger(hosts) || hosts < 1)
    return { skipped: `BERTH_BENCH_HOSTS is ${process.env.BERTH_BENCH_HOSTS}: say a whole number` };
  const missing = PEERS.filter(({ binary }) => !isInstalled(binary));
  const skipped = missing.map((peer) => `${peer.name} skipped: no ${peer.binary} here; apt-get install ${peer.package} brings it`);
  if (missing.length === PEERS.length) return { skipped: skipped.join("; ") };

  const say = (line: string) => process.stderr.write(`  … ${line}\n`);
  const { berth, figures } = await measureBerth({ hosts, days: DAYS }, say);
  const points = pointsOf(figures);
  const measured = [berth];
  const failed: string[] = [];
  for (const peer of PEERS) {
    if (missing.includes(peer)) continue;
    try {
      measured.push(await measurePeer(peer, figures, points, say));
    } catch (error) {
      failed.push(`${peer.name} was not measured: ${(error as Error).message}`);
    }
  }
  return {
    lines: [
      `${hosts.toLocaleString("en")} hosts × ${DAYS} days, ${points.toLocaleString("en")} points`,
      ...peerTable(measured),
      ...measured.map(agreementOf),
      ...failed,
      ...skipped,
    ],
    isWithinBudget: failed.length === 0 && measured.every(({ asked }) => asked.every(({ difference }) => difference === null)),
  };
}

async function measurePeer(peer: Peer, figures: FleetFigures, points: number, say: (line: string) => void): Promise<Measured> {
  const server = await startPeer(peer);
  try {
    const loadingSeconds = await loadPeer(peer, server, figures, say);
    say(`${peer.name}: ${points.toLocaleString("en")} points in ${loadingSeconds.toFixed(0)} s`);
    say(`${peer.name}: at rest after ${(await settle(peer, server)).toFixed(0)} s`);
    const bytesPerPoint = (await bytesIn(await peer.storedIn(server.url, server.data))) / points;
    const asked = await askQuestions(peer.questions(server.url, figures));
    const column = { name: peer.name, asked, loadingSeconds, bytesPerPoint };
    for (const line of peerTable([column])) say(line);
    return column;
  } finally {
    await server.stop();
  }
}
