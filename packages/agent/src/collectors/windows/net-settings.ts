import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { PORT_MAX } from "@berth/shared/domain/network/port-interval.ts";
import { MalformedReading } from "../gap-from-error.ts";
import { linesOf } from "../listing/socket-listing.ts";
import { jsonObjects } from "./json-objects.ts";

const [START, NUMBER] = ["AutoReusePortRangeStartPort", "AutoReusePortRangeNumberOfPorts"];

/**
 * The auto-reuse range in what `Get-NetTCPSetting` printed, as a list, a table or JSON: the first setting that has ports.
 * Throws where the text tells of no such range, not even of an empty one.
 */
export function parseAutoReuse(text: string): PortInterval | "off" {
  const pairs = /^\s*[[{]/.test(text)
    ? jsonPairs(text)
    : new RegExp(`^\\s*${START}\\s*:`, "m").test(text)
      ? listPairs(text)
      : tablePairs(text);
  if (pairs.length === 0) throw new MalformedReading(`no ${START} in it`);
  const [start, number] = pairs.find(([, count]) => count > 0) ?? [0, 0];
  if (number === 0) return "off";
  const range = { low: start, high: start + number - 1 };
  if (range.high > PORT_MAX) throw new MalformedReading(`impossible auto-reuse range: start ${start}, number ${number}`);
  return range;
}

type Pair = [start: number, number: number];

const jsonPairs = (text: string): Pair[] =>
  jsonObjects(text).objects.flatMap(({ value }) => {
    const pair: Pair = [Number(value[START!] ?? 0), Number(value[NUMBER!] ?? Number.NaN)];
    return pair.every(Number.isInteger) ? [pair] : [];
  });

function listPairs(text: string): Pair[] {
  const numbers = (name: string) =>
    linesOf(text).flatMap(({ text: row }) => {
      const match = new RegExp(`^\\s*${name}\\s*:\\s*(\\d*)\\s*$`).exec(row);
      return match ? [Number(match[1] || 0)] : [];
    });
  const [starts, counts] = [numbers(START!), numbers(NUMBER!)];
  return counts.map((count, index) => [starts[index] ?? 0, count]);
}

/** Columns stand where their names begin; a number may stand at either end of its column. */
function tablePairs(text: string): Pair[] {
  const rows = linesOf(text).map(({ text: row }) => row);
  const head = rows.findIndex((row) => row.includes(START!) && row.includes(NUMBER!));
  if (head < 0) return [];
  const cut = (row: string, name: string): number => {
    const from = rows[head]!.indexOf(name);
    return Number(row.slice(from, from + name.length + 1).trim() || 0);
  };
  return rows
    .slice(head + 1)
    .filter((row) => /^\s*\w/.test(row))
    .map((row): Pair => [cut(row, START!), cut(row, NUMBER!)])
    .filter((pair) => pair.every(Number.isInteger));
}
