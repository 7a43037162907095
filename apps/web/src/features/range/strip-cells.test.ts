import { type PortStrip, STRIP_KINDS } from "@berth/shared/domain/host/port-strip.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stripHalves, takenShare } from "./strip-cells.ts";

const cellOf = (kind: number, taken: number, ports: number) => (kind << 5) | Math.ceil((taken * 31) / ports);

const stripOf = (bytes: number[], portsPerCell: number, evenCells: number): PortStrip => ({
  portsPerCell,
  evenCells,
  cells: btoa(String.fromCharCode(...bytes)),
  source: null,
  destination: null,
});

test("taken ports survive the wire exactly, for every cell of up to 31 ports", () => {
  const cells = fc.array(fc.record({ kind: fc.nat(6), taken: fc.nat(31) }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(cells, fc.integer({ min: 1, max: 31 }), (wanted, ports) => {
      const bytes = wanted.map(({ kind, taken }) => cellOf(kind, Math.min(taken, ports), ports));
      const { even } = stripHalves(stripOf(bytes, ports, bytes.length), { low: 1024, high: 1023 + 2 * ports * bytes.length });
      expect(even.map(({ taken }) => taken)).toEqual(wanted.map(({ taken }) => Math.min(taken, ports)));
      expect(even.map(({ kind }) => kind)).toEqual(wanted.map(({ kind }) => STRIP_KINDS[kind]));
    }),
  );
});

test("the even half names even offsets from the low end, the odd half odd ones, and the last cell only the ports there are", () => {
  const { even, odd } = stripHalves(stripOf([0, 0, 0, 0], 2, 2), { low: 32_768, high: 32_773 });
  expect(even.map(({ low, high, ports }) => [low, high, ports])).toEqual([
    [32_768, 32_770, 2],
    [32_772, 32_772, 1],
  ]);
  expect(odd.map(({ low, high, ports }) => [low, high, ports])).toEqual([
    [32_769, 32_771, 2],
    [32_773, 32_773, 1],
  ]);
});

test("the taken share of a half counts ports, not cells", () => {
  const { even } = stripHalves(stripOf([cellOf(5, 10, 10), cellOf(5, 1, 5)], 10, 2), { low: 1000, high: 1029 });
  expect(takenShare(even)).toBeCloseTo(11 / 15);
  expect(takenShare([])).toBe(0);
});
