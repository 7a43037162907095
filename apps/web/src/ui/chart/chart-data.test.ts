import { expect, test } from "vitest";
import { type ChartSeries, drawnHeights, silentStretches } from "./chart-data.ts";

const series = (shape: ChartSeries["shape"], values: (number | null)[]): ChartSeries => ({
  label: "",
  unit: "count",
  colour: "ink",
  shape,
  values,
});

test("areas stand on one another, and lines stand alone", () => {
  expect(drawnHeights([series("area", [1, 2]), series("line", [9, 9]), series("hatch", [3, 4])])).toEqual([
    [1, 2],
    [9, 9],
    [4, 6],
  ]);
});

test("what stands on something unknown is not known", () => {
  expect(drawnHeights([series("area", [null, 2]), series("area", [3, null])])).toEqual([
    [null, 2],
    [null, null],
  ]);
});

test("silence is what no series knows between two known moments; before the first and after the last nothing was to be known", () => {
  const lines = [series("line", [null, 1, null, null, 2, null]), series("line", [null, null, null, null, 3, null])];
  expect(silentStretches(lines)).toEqual([{ after: 1, before: 4 }]);
  expect(silentStretches([series("line", [1, 2, 3])])).toEqual([]);
});
