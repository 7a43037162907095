import { describe, expect, it } from "vitest";
import { nearestWord, nearestWords } from "./nearest-word.ts";

const KNOWN = ["eph-dest", "eph-host", "pool-churn", "pool-misconfigured", "ct-use"];

describe("the nearest words", () => {
  it("begin with those that contain what was typed, then go by distance", () => {
    expect(nearestWords("pool", KNOWN, 2)).toEqual(["pool-churn", "pool-misconfigured"]);
    expect(nearestWords("eph-dst", KNOWN, 2)).toEqual(["eph-dest", "eph-host"]);
    expect(nearestWords("", KNOWN, 1)).toHaveLength(1);
  });

  it("are one, and at most two letters away, where one is guessed", () => {
    expect(nearestWord("eph-dset", KNOWN)).toBe("eph-dest");
    expect(nearestWord("zzz", KNOWN)).toBeNull();
  });
});
