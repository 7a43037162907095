import { isEphemeral } from "./port-owner.ts";
import type { PortSurvey } from "./port-survey.ts";

/** Three ticks of a kernel with 250 of them a second: the order of timers closer than this says nothing. */
export const TIMER_SLACK_MS = 12;

/** Fewer rows than this say nothing by their order. */
const ROWS_MIN = 4;

/** connect() moves its start past the port it found by at most so many slots of one parity (inet_hashtables.c, since 5.18). */
const SLOTS_SKIPPED_MAX = 7;

/** Share of a walk's steps that stay near: connections that end out of order leave gaps and turn steps round. */
const WALK_SHARE = 0.95;

/** Natural logarithm of the odds at which the steps decide: about 20 to 1. */
const DECISIVE = 3;

/**
 * Whether rows of one parity and one tuple, given in order of creation, were chosen by a walk that skips few free slots
 * (connect) rather than at random (bind): the likelihood of every step under both, while enough slots are free to tell.
 */
export class WalkEvidence {
  private readonly survey: PortSurvey;
  private readonly isFree = new Uint8Array(65_536);

  constructor(survey: PortSurvey) {
    this.survey = survey;
  }

  /** True for a walk, false for random picks, null where the steps do not tell. */
  of(rows: readonly number[]): boolean | null {
    const { table } = this.survey;
    if (rows.length < ROWS_MIN || table.rangeLow === null) return null;
    const parity = (table.port[rows[0]!]! - table.rangeLow) & 1;
    const first = table.rangeLow + parity;
    let free = this.markFree(first, table.group[rows[0]!]!, rows);
    let sum = 0;
    for (const [index, row] of rows.entries()) {
      const near = Math.max(SLOTS_SKIPPED_MAX, free >> 5);
      const chance = (2 * near + 1) / free;
      const previous = rows[index - 1];
      if (previous !== undefined && chance < 0.8 && this.isOrdered(previous, row)) {
        const isNear = this.isWithin(first, table.port[previous]!, table.port[row]!, near);
        sum += isNear ? Math.log(WALK_SHARE / chance) : Math.log((1 - WALK_SHARE) / (1 - chance));
      }
      if (this.isFree[table.port[row]!]) free--;
      this.isFree[table.port[row]!] = 0;
    }
    return Math.abs(sum) < DECISIVE ? null : sum > 0;
  }

  /** Slots of one parity that the tuple had free before these rows were made. */
  private markFree(first: number, group: number, rows: readonly number[]): number {
    const { table, groupStart, rows: grouped } = this.survey;
    for (let port = first; port <= table.rangeHigh; port += 2) this.isFree[port] = isEphemeral(table.portClass[port]!) ? 1 : 0;
    for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) this.isFree[table.port[grouped[at]!]!] = 0;
    for (const row of rows) this.isFree[table.port[row]!] = 1;
    let free = 0;
    for (let port = first; port <= table.rangeHigh; port += 2) free += this.isFree[port]!;
    return free;
  }

  private isOrdered(earlier: number, later: number): boolean {
    const { inode, expiresMs } = this.survey.table;
    if (inode[earlier] !== 0 && inode[later] !== 0) return true;
    return inode[earlier] === 0 && inode[later] === 0 && Math.abs(expiresMs[later]! - expiresMs[earlier]!) > TIMER_SLACK_MS;
  }

  /** Whether at most `near` free slots lie between two ports, one way or the other round the range. */
  private isWithin(first: number, from: number, to: number, near: number): boolean {
    const last = first + ((this.survey.table.rangeHigh - first) & ~1);
    const walk = (step: 2 | -2): boolean => {
      for (let port = from, skipped = 0; skipped <= near; ) {
        port += step;
        if (port > last) port = first;
        else if (port < first) port = last;
        if (port === to) return true;
        if (port === from) return false;
        skipped += this.isFree[port]!;
      }
      return false;
    };
    return walk(2) || walk(-2);
  }
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
  const isBlock = span <= count + 2 && 2 * span <= table.rangeHigh - table.rangeLow + 1 && odd > 0 && odd < count;
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
