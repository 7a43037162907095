import type { PortSurvey } from "./port-survey.ts";

/** Fewer rows than this say nothing by their order. */
const ROWS_MIN = 4;

/** connect() moves its start by at most eight slots of one parity a call (net/ipv4/inet_hashtables.c, since 5.18). */
const SLOTS_PER_STEP = 8;

/** With at least this share of small forward steps the rows are connect()'s walk; random picks would show fewer. */
export const SMALL_STEP_SHARE = 0.45;

/**
 * Share of small forward steps between consecutive rows, which are given in order of creation and have one parity;
 * null where too few living sockets show an order.
 */
export function smallStepShare(survey: PortSurvey, rows: readonly number[], halves: { even: number }): number | null {
  const { inode, port } = survey.table;
  const living = rows.filter((row) => inode[row] !== 0);
  if (living.length < ROWS_MIN || halves.even < 3 * SLOTS_PER_STEP) return null;
  const circle = 2 * halves.even;
  let small = 0;
  for (let at = 1; at < living.length; at++) {
    const step = (port[living[at]!]! - port[living[at - 1]!]! + 2 * circle) % circle;
    if (step > 0 && step <= 2 * SLOTS_PER_STEP) small++;
  }
  return small / (living.length - 1);
}

/**
 * Recognises a group whose ports form a block of neighbours of both parities, narrower than half the range: placed by
 * explicit binds (counting up) or drawn from an IP_LOCAL_PORT_RANGE. Null for any other group.
 */
export function spreadOf(survey: PortSurvey, group: number): { isBind: boolean } | null {
  const { table, rows, groupStart } = survey;
  const [from, to] = [groupStart[group]!, groupStart[group + 1]!];
  const count = to - from;
  if (count < ROWS_MIN || table.rangeLow === null) return null;
  let [lowest, highest, odd] = [65_535, 0, 0];
  for (let at = from; at < to; at++) {
    const port = table.port[rows[at]!]!;
    lowest = Math.min(lowest, port);
    highest = Math.max(highest, port);
    odd += (port - table.rangeLow) & 1;
  }
  const span = highest - lowest + 1;
  const isBlock = span <= count + 2 && 2 * span < table.rangeHigh - table.rangeLow + 1 && odd > 0 && odd < count;
  if (!isBlock) return null;
  const order = Array.from(rows.subarray(from, to)).sort(
    (a, b) => table.inode[a]! - table.inode[b]! || table.expiresMs[a]! - table.expiresMs[b]!,
  );
  let [up, turns] = [0, 0];
  for (let at = 1; at < count; at++) {
    const step = table.port[order[at]!]! - table.port[order[at - 1]!]!;
    if (step === 1) up++;
    if (step & 1) turns++;
  }
  // Counting up by one is a program's own choice; a single change of parity is bind()'s; anything else is connect()'s.
  return { isBind: up >= 0.8 * (count - 1) || turns <= 1 };
}
