import type { SeriesPoint } from "@berth/shared/contract/reads.ts";
import { expect, test } from "vitest";
import { textOf } from "../../ui/text.ts";
import { historyData } from "./history-data.ts";

const words = textOf("en").history;
const point = (known: Partial<SeriesPoint>): SeriesPoint => ({
  at: "2026-11-24T12:00:00.000Z",
  tightestUsedRatio: 0.4,
  meanUsedRatio: null,
  bindPoolUsedRatio: null,
  udpUsedRatio: null,
  rateOverCeiling: null,
  closesPerSecond: null,
  failures: null,
  tightestDestination: null,
  ...known,
});
const labels = (data: { series: readonly { label: string }[] } | null) => data?.series.map(({ label }) => label);

test("rolled up, the worst has its mean under it, and failures are counted", () => {
  const { used, traffic } = historyData(
    { resolution: "5m", stepSeconds: 300, data: [point({ meanUsedRatio: 0.3, failures: 7, closesPerSecond: 2 })] },
    words,
  );
  expect(labels(used)).toEqual([words.tightestWorst, words.tightestMean, words.bindPool, words.udp]);
  expect(used.series[0]?.fill).toBe("next");
  expect(used.atMs).toEqual([Date.parse("2026-11-24T11:55:00Z")]);
  expect(traffic?.series.map(({ values }) => values[0])).toEqual([2, 7]);
});

test("single samples have no mean, count no failures and name the destination", () => {
  const to = { address: "2001:db8::9", port: 443 };
  const { used, traffic } = historyData(
    { resolution: "raw", stepSeconds: 30, data: [point({ closesPerSecond: 2, tightestDestination: to })] },
    words,
  );
  expect(labels(used)).toEqual([words.tightest, words.bindPool, words.udp]);
  expect(used.series[0]?.notes).toEqual(["→ [2001:db8::9]:443"]);
  expect(labels(traffic)).toEqual([words.traffic.closesPerSecond]);
});

test("what nobody knew in the whole period is not drawn", () => {
  const { ceiling, traffic } = historyData(
    { resolution: "5m", stepSeconds: 300, data: [point({}), point({ rateOverCeiling: 0.2 })] },
    words,
  );
  expect(ceiling?.series[0]?.values).toEqual([null, 0.2]);
  expect(traffic).toBeNull();
});
