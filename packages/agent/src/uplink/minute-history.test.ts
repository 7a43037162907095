import { BUILT_AT_MS, buildSnapshot } from "@berth/shared/testing/build-snapshot.ts";
import { expect, it } from "vitest";
import { MinuteHistory } from "./minute-history.ts";

const at = (minutes: number) => buildSnapshot({ capturedAtMs: BUILT_AT_MS + minutes * 60_000 });
const minutesOf = (history: MinuteHistory) => history.snapshots.map(({ capturedAtMs }) => (capturedAtMs - BUILT_AT_MS) / 60_000);

it("keeps one snapshot a minute, as far back as a check looks", () => {
  const history = new MinuteHistory();
  for (let tenths = 0; tenths <= 600; tenths++) history.push(at(tenths / 10), 8_000);
  expect(minutesOf(history)).toEqual(Array.from({ length: 32 }, (_, index) => 29 + index));
});

it("keeps no more than two MiB of them, the newest", () => {
  const history = new MinuteHistory();
  for (let minute = 0; minute < 20; minute++) history.push(at(minute), 262_144);
  expect(minutesOf(history)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
});
