import { writeFileSync } from "node:fs";
import path from "node:path";
import { HOUR_MS } from "../../../simulate/durations.ts";
import { type Peer, post } from "./peer.ts";
import { interpolatedRank } from "./plain-answers.ts";
import { promqlQuestions } from "./promql-questions.ts";
import { writeRequest } from "./remote-write.ts";

/** Loaded through its remote-write receiver, an hour of all hosts after the other: it takes samples up to an hour behind the newest. */
export const prometheus: Peer = {
  name: "Prometheus",
  binary: "prometheus",
  package: "prometheus",
  command(data, listen) {
    const config = path.join(data, "nothing-to-scrape.yml");
    writeFileSync(config, "");
    return {
      args: [
        `--config.file=${config}`,
        `--storage.tsdb.path=${path.join(data, "tsdb")}`,
        "--storage.tsdb.retention.time=60d",
        `--web.listen-address=${listen}`,
        "--web.enable-remote-write-receiver",
        "--web.enable-admin-api",
        "--log.level=warn",
      ],
    };
  },
  readyPath: "/-/ready",
  rankOf: interpolatedRank,
  loading: {
    path: "/api/v1/write",
    headers: {
      "content-type": "application/x-protobuf",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
    },
    spanMs: HOUR_MS,
    seriesPerBatch: 2_500,
    bodyOf: writeRequest,
  },
  // It looks back five minutes, both ends included: at a sample's own time a silent host would be counted with the bucket before.
  // (A shorter --query.lookback-delta does the same, and was measured to be slower.)
  questions: (url, figures) => promqlQuestions(url, figures, { lateMs: 1_000 }),
  /** A snapshot is its blocks and, as one more, what is still in its head: without the log that says the same again. */
  async storedIn(url, data) {
    const { data: made } = JSON.parse(await post(`${url}/api/v1/admin/tsdb/snapshot`)) as { data: { name: string } };
    return path.join(data, "tsdb", "snapshots", made.name);
  },
};
