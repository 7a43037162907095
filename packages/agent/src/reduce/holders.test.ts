import { describe, expect, it } from "vitest";
import { DestinationOpeners, HolderLabels, holdersOf } from "./holders.ts";

const labels = new HolderLabels();
const orders = labels.numberOf({ process: "orders", unit: "orders.service" });
const cron = labels.numberOf({ process: "cron", unit: null });
const none = new Map<number, number>();
const tuple = (live: [number, number][], waiting: [number, number][]) => ({
  live: new Map(live),
  waiting: new Map(waiting),
  opened: none,
  opensPerSecond: null,
  medianLifeMs: null,
});

describe("holders of a tuple", () => {
  it("are who has its sockets open, each with a share of all of them", () => {
    expect(
      holdersOf(
        tuple(
          [
            [orders, 6],
            [cron, 2],
            [0, 2],
          ],
          [],
        ),
        none,
        labels,
      ),
    ).toEqual([
      { process: "orders", share: 0.6, basis: "live", unit: "orders.service" },
      { process: "cron", share: 0.2, basis: "live" },
    ]);
  });

  it("are inferred for TIME_WAIT from who had it, and nobody's stays nobody's", () => {
    expect(
      holdersOf(
        tuple(
          [],
          [
            [orders, 30],
            [0, 70],
          ],
        ),
        none,
        labels,
      ),
    ).toEqual([{ process: "orders", share: 0.3, basis: "inferred", unit: "orders.service" }]);
  });

  it("are inferred for what was missed from who opens connections there, not from who keeps them", () => {
    const found = holdersOf(
      tuple(
        [
          [orders, 99],
          [cron, 1],
        ],
        [[0, 1_000]],
      ),
      new Map([[cron, 40]]),
      labels,
    );
    expect(found.filter(({ basis }) => basis === "inferred")).toEqual([{ process: "cron", share: 1, basis: "inferred" }]);
  });

  it("are inferred from who has all open sockets where nobody was seen to open one; unknown ones may have, too", () => {
    const found = holdersOf(
      tuple(
        [
          [orders, 3],
          [0, 1],
        ],
        [[0, 100]],
      ),
      none,
      labels,
    );
    expect(found.at(-1)).toEqual({ process: "orders", share: 0.75, basis: "inferred", unit: "orders.service" });
  });

  it("are not guessed among several who have sockets open: one may have a pool, and the other made them all", () => {
    const found = holdersOf(
      tuple(
        [
          [orders, 20],
          [cron, 1],
        ],
        [[0, 1_000]],
      ),
      none,
      labels,
    );
    expect(found.map(({ basis }) => basis)).toEqual(["live", "live"]);
  });

  it("name no one for nothing", () => {
    expect(holdersOf(tuple([], []), none, labels)).toEqual([]);
    expect(holdersOf(tuple([[0, 5]], [[0, 9]]), none, labels)).toEqual([]);
  });
});

describe("who opened connections to a destination", () => {
  it("counts half after two minutes, and is forgotten in the end", () => {
    const openers = new DestinationOpeners();
    openers.note("d", new Map([[orders, 8]]), 0);
    openers.note("d", new Map([[cron, 8]]), 120_000);
    expect([...openers.weights("d")]).toEqual([
      [orders, 4],
      [cron, 8],
    ]);
    openers.note("d", none, 3_600_000);
    expect(openers.weights("d").size).toBe(0);
  });
});
