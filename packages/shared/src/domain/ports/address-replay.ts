import { TIMER_SLACK_MS, WalkEvidence } from "./creation-order.ts";
import { type Halves, isOddOffset } from "./parity-halves.ts";
import type { PortSurvey } from "./port-survey.ts";

/** Tuples whose steps are looked at one by one; the rest go by counts. */
const WALKS_MAX = 64;

/** Rows that make a walk where connect() had no need to be. */
const LONG_WALK = 12;

interface Row {
  row: number;
  /** connect() surely chose it: it only takes its place in the count. */
  isConnects: boolean;
}

/** The rows of one tuple, sorted out while its address is replayed. */
class TupleReplay {
  even = 0;
  odd = 0;
  oddUpper = 0;
  waiting = 0;
  /** Odd rows made while connect() still had even ones: bind's, unless they walk. */
  readonly early: number[] = [];
  /** Odd rows after the even ones were gone, and even rows after the odd ones were: either may have made them. */
  readonly late: number[] = [];
  readonly openEven: number[] = [];
  evenLeft: number;
  readonly evenTaken = new Set<number>();

  constructor(evenLeft: number) {
    this.evenLeft = evenLeft;
  }
}

/**
 * Replays the sockets of one local address in the order they were made: living ones by their inode numbers, which grow,
 * TIME_WAIT entries before them in the order they closed. What one rule could not have done at that moment, the other did;
 * where both could, connect()'s walk in small steps tells, and without an order the group's other rows.
 */
export class AddressReplay {
  private readonly survey: PortSurvey;
  private readonly halves: Halves;
  private readonly tuples = new Map<number, TupleReplay>();
  private readonly living: Row[] = [];
  private readonly waiting: Row[] = [];
  private readonly oddTaken = new Set<number>();
  private oddLowerTaken = 0;

  constructor(survey: PortSurvey, halves: Halves) {
    this.survey = survey;
    this.halves = halves;
  }

  add(group: number, row: number, isConnects: boolean): void {
    const { table } = this.survey;
    if (!this.tuples.has(group)) {
      // A socket bound to a device also meets the entries of its tuple without one: they share their even offsets.
      const plain = table.findGroup(table.groupLocal(group), table.groupRemote(group), table.groupRemotePort(group), 0);
      this.tuples.set(group, this.tuples.get(plain) ?? new TupleReplay(this.halves.even));
    }
    (table.inode[row] === 0 ? this.waiting : this.living).push({ row, isConnects });
  }

  /** Rows whose port bind() chose, as far as the pattern tells. */
  bindOwnedRows(): number[] {
    const { inode, group } = this.survey.table;
    this.living.sort((a, b) => inode[a.row]! - inode[b.row]!);
    for (const step of [...this.byClosing(), ...this.living]) this.replay(step, this.tuples.get(group[step.row]!)!);
    const tuples = [...new Set(this.tuples.values())].sort((a, b) => b.odd + b.even - a.odd - a.even);
    const evidence = new WalkEvidence(this.survey);
    const early = tuples.map((tuple, index) => this.isBindsEarly(tuple, index < WALKS_MAX ? evidence.of(tuple.early) : null));
    const binders = tuples.reduce((sum, tuple, index) => sum + (early[index] ? tuple.early.length : 0), 0);
    const isMostlyBinders = binders * 2 > this.oddTaken.size;
    return tuples.flatMap((tuple, index) => {
      const walks = index < WALKS_MAX ? { late: evidence.of(tuple.late), even: evidence.of(tuple.openEven) } : { late: null, even: null };
      const isEvenBinders = walks.even === null ? (tuple.odd > 0 ? early[index]! : isMostlyBinders) : !walks.even;
      return [...(early[index] ? tuple.early : []), ...(walks.late === false ? tuple.late : []), ...(isEvenBinders ? tuple.openEven : [])];
    });
  }

  /**
   * Early odd rows are bind's when they are most of the tuple's odd ones. In a tuple that churned through all of its even
   * offsets within the last minute they may also be what is left of a time when every one was taken: then as many even
   * ones are left, in proportion. Only a long walk speaks against bind(): a few random picks are near each other by chance.
   */
  private isBindsEarly({ early, odd, even, waiting }: TupleReplay, walks: boolean | null): boolean {
    if (early.length === 0 || (walks === true && early.length >= LONG_WALK)) return false;
    const isLeftOver = waiting >= this.halves.even && even * this.halves.odd >= odd * this.halves.even;
    return early.length * 2 >= odd && !isLeftOver;
  }

  /**
   * TIME_WAIT rows in the order of closing. Entries of one timer tick have none, and the dump itself takes ticks: within
   * the slack the parity that came first goes first.
   */
  private byClosing(): Row[] {
    const { expiresMs, port } = this.survey.table;
    const isOdd = ({ row }: Row) => isOddOffset(this.halves, port[row]!);
    this.waiting.sort((a, b) => expiresMs[a.row]! - expiresMs[b.row]!);
    const earliest = this.waiting.slice(0, Math.ceil(this.waiting.length / 4));
    const isOddFirst = earliest.filter(isOdd).length * 2 > earliest.length;
    const key = (step: Row) => expiresMs[step.row]! - (isOddFirst === isOdd(step) ? TIMER_SLACK_MS : 0);
    return this.waiting.sort((a, b) => key(a) - key(b));
  }

  private replay({ row, isConnects }: Row, tuple: TupleReplay): void {
    const { port, inode } = this.survey.table;
    if (inode[row] === 0) tuple.waiting++;
    if (!isOddOffset(this.halves, port[row]!)) {
      tuple.even++;
      // A socket bound to a device and one without can have the same port.
      if (!tuple.evenTaken.has(port[row]!)) tuple.evenLeft--;
      tuple.evenTaken.add(port[row]!);
      if (!isConnects && this.isOddUsedUp(port[row]!, tuple)) tuple.openEven.push(row);
      return;
    }
    tuple.odd++;
    if (port[row]! >= this.halves.middle) tuple.oddUpper++;
    if (!this.oddTaken.has(port[row]!) && port[row]! < this.halves.middle) this.oddLowerTaken++;
    this.oddTaken.add(port[row]!);
    if (!isConnects) (tuple.evenLeft > 0 ? tuple.early : tuple.late).push(row);
  }

  /**
   * Whether bind() had to take an even offset: no odd one left in the range or, with SO_REUSEADDR, in the lower half, which
   * it then uses up before it looks at the upper one.
   */
  private isOddUsedUp(port: number, { odd: taken, oddUpper }: TupleReplay): boolean {
    const { odd, oddLower, middle } = this.halves;
    const fillsLowerHalf = taken > 0 && oddUpper === 0 && port < middle;
    return this.oddTaken.size >= odd || (fillsLowerHalf && oddLower > 0 && this.oddLowerTaken >= oddLower);
  }
}
