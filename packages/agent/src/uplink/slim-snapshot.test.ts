import { SampleWire } from "@berth/shared/contract/snapshot.ts";
import { joinSnapshot } from "@berth/shared/domain/host/setup.ts";
import { anySnapshot } from "@berth/shared/testing/any-snapshot.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitSnapshot } from "../collectors/fit-snapshot.ts";
import { crowdedSnapshot } from "../testing/crowded-snapshot.ts";
import { SlimMemory } from "./slim-memory.ts";
import { cutSnapshot, lineWithSetup } from "./slim-snapshot.ts";

const LINE_BYTES_MAX = 262_144;

describe("a slim line", () => {
  it("is what the wire takes, with its setup and without, whatever the snapshot says", () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const slim = cutSnapshot(snapshot);
        const alone = JSON.parse(slim.line);
        expect(JSON.parse(lineWithSetup(slim))).toEqual({ ...alone, setup: JSON.parse(slim.setup) });
        expect(alone.setupHash).toMatch(/^[0-9a-f]{16}$/);
        expect(alone).not.toHaveProperty("host");
      }),
    );
    const { setup, setupHash, ...sample } = SampleWire.parse(JSON.parse(lineWithSetup(cutSnapshot(crowdedSnapshot))));
    expect(joinSnapshot(sample, setup!)).toEqual(crowdedSnapshot);
    expect(setupHash).toBe(cutSnapshot(crowdedSnapshot).setupHash);
  });

  it("keeps within 256 KiB with its setup, however many namespaces fill the snapshot to the brim", () => {
    const [model] = crowdedSnapshot.namespaces;
    const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
    const bare = { ...model!, tuples: [], pools: [] };
    const namespaces = Array.from({ length: 200 }, (_, index) => ({ ...bare, id: String(10n ** 19n + BigInt(index)) }));
    const gap = { ...crowdedSnapshot.gaps[1]!, hint: "" };
    const empty = { ...crowdedSnapshot, namespaces, gaps: Array.from({ length: 500 }, () => gap) };
    const room = LINE_BYTES_MAX - bytesOf(empty);
    expect(room).toBeGreaterThan(0);
    for (const free of [0, 1_000, 5_000, 9_000, 10_000, 11_000, 12_000]) {
      const hint = "x".repeat(Math.floor((room - free) / 500));
      const fitted = fitSnapshot({ ...empty, gaps: empty.gaps.map((each) => ({ ...each, hint })) });
      expect(bytesOf(JSON.parse(lineWithSetup(cutSnapshot(fitted))))).toBeLessThanOrEqual(LINE_BYTES_MAX);
    }
  });
});

describe("the memory of slim lines", () => {
  const asText = JSON.stringify(crowdedSnapshot);

  it("cuts a snapshot when it is taken or first read, and not again", () => {
    const memory = new SlimMemory();
    let unpacked = 0;
    const unpack = () => {
      unpacked++;
      return asText;
    };
    const taken = memory.keep(1, crowdedSnapshot);
    expect(memory.read(1, unpack)).toBe(taken);
    expect(unpacked).toBe(0);
    const read = memory.read(2, unpack);
    expect(memory.read(2, unpack)).toBe(read);
    expect(read.line).toBe(taken.line);
    expect(unpacked).toBe(1);
    memory.forget(1);
    memory.read(1, unpack);
    expect(unpacked).toBe(2);
  });

  it("holds a request's worth at most", () => {
    const memory = new SlimMemory();
    for (let sequence = 1; sequence <= 61; sequence++) memory.keep(sequence, crowdedSnapshot);
    expect(() => memory.read(1, () => "gone")).toThrow(SyntaxError);
    expect(memory.read(2, () => "gone").line).toBe(cutSnapshot(crowdedSnapshot).line);

    const small = new SlimMemory();
    const gap = { ...crowdedSnapshot.gaps[0]!, hint: "x".repeat(400_000) };
    for (const sequence of [1, 2, 3]) small.keep(sequence, { ...crowdedSnapshot, gaps: [gap] });
    expect(() => small.read(1, () => "gone")).toThrow(SyntaxError);
    expect(small.read(2, () => "gone").setupHash).toMatch(/^[0-9a-f]{16}$/);
  });
});
