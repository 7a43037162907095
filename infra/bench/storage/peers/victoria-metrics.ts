import { DAY_MS } from "../../../simulate/durations.ts";
import { type Peer, post } from "./peer.ts";
import { interpolatedRank } from "./plain-answers.ts";
import { promqlQuestions } from "./promql-questions.ts";
import type { SeriesPart } from "./series-parts.ts";

/** Loaded by its own JSON lines, a whole series a line. */
export const victoriaMetrics: Peer = {
  name: "VictoriaMetrics",
  binary: "victoria-metrics",
  package: "victoria-metrics",
  command: (data, listen) => ({
    args: [
      `-storageDataPath=${data}`,
      `-httpListenAddr=${listen}`,
      "-retentionPeriod=3",
      // Otherwise it fills a silent bucket with the one before.
      "-search.setLookbackToStep",
      "-loggerLevel=ERROR",
    ],
  }),
  readyPath: "/health",
  rankOf: interpolatedRank,
  loading: {
    path: "/api/v1/import",
    headers: { "content-type": "application/json" },
    spanMs: 400 * DAY_MS,
    seriesPerBatch: 50,
    bodyOf: (parts) => parts.map(jsonLine).join(""),
  },
  async compact(url) {
    await post(`${url}/internal/force_flush`);
    await post(`${url}/internal/force_merge`);
  },
  questions: (url, figures) => promqlQuestions(url, figures, { lateMs: 0, extra: "&nocache=1", asIs: "with its result cache" }),
  storedIn: async (_url, data) => data,
};

const jsonLine = ({ metric, host, timesMs, values }: SeriesPart): string =>
  `{"metric":{"__name__":"${metric}"${host === null ? "" : `,"host":"${host}"`}},"values":[${values.join()}],"timestamps":[${timesMs.join()}]}\n`;
