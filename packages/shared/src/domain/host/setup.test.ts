import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anySnapshot } from "../../testing/any-snapshot.ts";
import { buildListener, buildNamespace, buildSnapshot } from "../../testing/build-snapshot.ts";
import { hashSetup, joinSnapshot, type Setup, splitSnapshot } from "./setup.ts";
import type { Snapshot } from "./snapshot.ts";

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
/** Listeners come back TCP first, and a snapshot says nothing by their order. */
const sorted = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  namespaces: snapshot.namespaces.map((each) => ({
    ...each,
    listeners: [...each.listeners].sort((a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : 0)),
  })),
});

describe("a snapshot in halves", () => {
  test("is the same snapshot when they are joined, also after they were written and read", () => {
    fc.assert(
      fc.property(anySnapshot, (drawn) => {
        const snapshot = plain(drawn);
        const ids = snapshot.namespaces.map(({ id }) => id);
        fc.pre(new Set(ids).size === ids.length);
        const { sample, setup } = plain(splitSnapshot(snapshot));
        expect(sorted(joinSnapshot(sample, setup)!)).toEqual(sorted(snapshot));
      }),
    );
  });

  test("is no snapshot where a namespace has no setup", () => {
    const { sample } = splitSnapshot(buildSnapshot({ namespaces: [buildNamespace({ id: "1" }), buildNamespace({ id: "2" })] }));
    const { setup } = splitSnapshot(buildSnapshot({ namespaces: [buildNamespace({ id: "1" })] }));
    expect(joinSnapshot(sample, setup)).toBeNull();
  });
});

describe("the name of a setup", () => {
  const hashOf = (snapshot: Snapshot) => hashSetup(splitSnapshot(snapshot).setup);
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, each]): [string, unknown] => [key, reversed(each)])
        .reverse(),
    );
  };

  test("does not depend on the order of keys or on what moves", () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const { setup } = splitSnapshot(plain(snapshot));
        expect(hashSetup(reversed(setup) as Setup)).toBe(hashSetup(setup));
        expect(hashOf({ ...snapshot, capturedAtMs: snapshot.capturedAtMs + 1, sequence: 7, failures: [] })).toBe(hashOf(snapshot));
      }),
    );
  });

  test("changes with a listener of TCP, and not with one of UDP", () => {
    const withListener = (protocol: "tcp" | "udp") =>
      hashOf(buildSnapshot({ namespaces: [buildNamespace({ listeners: [buildListener({ protocol, port: 33_000 })] })] }));
    const bare = hashOf(buildSnapshot({ namespaces: [buildNamespace({ listeners: [] })] }));
    expect(withListener("tcp")).not.toBe(bare);
    expect(withListener("udp")).toBe(bare);
  });
});
