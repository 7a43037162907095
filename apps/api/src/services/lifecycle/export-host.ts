import type { Stores } from "../../db/stores/stores.ts";
import type { StoredHost } from "../reads/find-host.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RAW_MS = 49 * HOUR_MS;
const FIVE_MINUTES_MS = 32 * DAY_MS;
const HOURS_MS = 404 * DAY_MS;

type ExportLine = { kind: string } & Record<string, unknown>;

/** Everything that is kept of a host, oldest first within each kind, never more than an hour of it in memory. */
export async function* exportHost(
  { judgements, series }: Pick<Stores, "judgements" | "series">,
  host: StoredHost,
  nowMs: number,
): AsyncGenerator<ExportLine> {
  const { id, publicId, hostname, labels, enrolledAtMs, judgement } = host;
  yield { kind: "host", id: publicId, hostname, labels, enrolledAtMs };
  if (judgement) yield { kind: "judgement", ...judgement };
  for (const [kind, resolution, keptMs] of [
    ["hour", "1h", HOURS_MS],
    ["five-minutes", "5m", FIVE_MINUTES_MS],
  ] as const)
    for (const bucket of await series.buckets(id, nowMs - keptMs, nowMs, resolution)) yield { kind, ...bucket };
  for (let fromMs = nowMs - RAW_MS; fromMs < nowMs + HOUR_MS; fromMs += HOUR_MS)
    for (const snapshot of await judgements.history(id, fromMs, fromMs + HOUR_MS, 1)) yield { kind: "snapshot", snapshot };
}

/** One JSON text a line, as fast as it is read and no faster. */
export function asLines(lines: AsyncGenerator<ExportLine>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
