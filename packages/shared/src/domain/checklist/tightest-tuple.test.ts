import { expect, it } from "vitest";
import { buildNamespace, buildSnapshot, buildTuple } from "../../testing/build-snapshot.ts";
import { tightestTuple } from "./tightest-tuple.ts";

it("is the highest share of capacity over all namespaces, not the most ports", () => {
  const namespaces = [
    buildNamespace({ tuples: [buildTuple({ capacity: 28_232, used: 9_000 })] }),
    buildNamespace({
      id: "7",
      kind: "pod",
      name: "cart",
      tuples: [buildTuple({ capacity: 100, used: 50, closesPerSecond: [0, 0, 0, 1, 2, 3] })],
    }),
  ];
  expect(tightestTuple(buildSnapshot({ namespaces }))).toMatchObject({
    namespaceId: "7",
    namespaceName: "cart",
    used: 50,
    usedRatio: 0.5,
    closesPerSecond: 1,
  });
});

it("of equals is the one whose headroom is surely smaller", () => {
  const tuple = (source: string, low: number) =>
    buildTuple({ source, capacity: 100, used: 50, headroom: { unlimited: false, low, high: 50, best: 50 } });
  const namespaces = [buildNamespace({ tuples: [tuple("10.0.0.1", 40), tuple("10.0.0.2", 30), tuple("10.0.0.3", 40)] })];
  expect(tightestTuple(buildSnapshot({ namespaces }))?.source).toBe("10.0.0.2");
});

it("is null where nothing is outbound", () => {
  expect(tightestTuple(buildSnapshot())).toBeNull();
});
