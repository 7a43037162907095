import type { PortInterval } from "../network/port-interval.ts";
import { socketRange } from "./capacity.ts";
import type { PortSpace, PortUse } from "./connect-headroom.ts";
import { endPortBias } from "./odd-range.ts";
import { type BindQuestion, dependsOnRow, overlapOf, showsSharing } from "./overlap.ts";
import { isEphemeral, OWNER } from "./port-owner.ts";
import type { PortSurvey } from "./port-survey.ts";
import { isLeaving } from "./time-wait.ts";

const FREE = 0;
const LEAVING = 1;
const MAYBE_FREE = 2;
const MAYBE_TAKEN = 3;
const TAKEN = 4;

/** Memory that one answer after the other uses. */
const MARK = new Uint8Array(65_536);
const MARKED = new Uint16Array(65_536);

/** Ports of P, and how many of them have each mark. */
interface MarkCounts {
  capacity: number;
  marks: Int32Array;
}

/**
 * |P \ O(S)|: how many sockets can still take a port by bind(S, 0), whatever they connect to. O(S) holds every port of
 * which some owner's address overlaps S, TIME_WAIT included and whatever tcp_tw_reuse says. SO_REUSEADDR changes
 * nothing while ip_autobind_reuse is 0; with 1 it has no limit, which the caller answers.
 */
export class BindHeadroom {
  private readonly mark = MARK;
  /** The ports that carry a mark. */
  private readonly marked = MARKED;
  private markedCount = 0;

  private readonly survey: PortSurvey;
  private readonly space: PortSpace;
  private readonly scansByParity: boolean;

  /** TCP scans one parity after the other; UDP every port. */
  constructor(survey: PortSurvey, space: PortSpace, scansByParity = true) {
    this.survey = survey;
    this.space = space;
    this.scansByParity = scansByParity;
  }

  /** `reuseAddress` only matters to where an odd-sized range is scanned: the lower half comes first. */
  answer(question: BindQuestion, wanted: PortInterval | null, reuseAddress = false): PortUse {
    this.markOwners(question);
    const range = wanted ? socketRange(this.space.range, wanted) : this.space.range;
    const { capacity, marks } = wanted ? this.countRange(range) : this.countWhole();
    let low = marks[FREE]!;
    const high = capacity - marks[TAKEN]!;
    let best = low + marks[MAYBE_FREE]!;
    const bias = this.scansByParity ? this.bias(range, reuseAddress) : null;
    const { hiddenSockets, openedSockets = 0 } = this.space;
    low = Math.max(0, low - hiddenSockets - openedSockets - (bias?.low ?? 0));
    best = Math.max(low, best - (bias?.best ?? 0));
    return { capacity, held: capacity - best, blocked: 0, headroom: { unlimited: false, low, high, best } };
  }

  /** The whole of P from the survey's total: only the marked ports are looked at. */
  private countWhole(): MarkCounts {
    const { mark, marked, markedCount, survey } = this;
    const { portClass } = survey.table;
    const { capacity } = survey;
    const marks = new Int32Array(TAKEN + 1);
    let free = capacity;
    for (let at = 0; at < markedCount; at++) {
      const port = marked[at]!;
      if (!isEphemeral(portClass[port]!)) continue;
      free--;
      marks[mark[port]!]!++;
    }
    marks[FREE] = free;
    return { capacity, marks };
  }

  private countRange({ low, high }: PortInterval): MarkCounts {
    const { mark } = this;
    const { portClass } = this.survey.table;
    const marks = new Int32Array(TAKEN + 1);
    let capacity = 0;
    for (let port = low; port <= high; port++) {
      if (!isEphemeral(portClass[port]!)) continue;
      capacity++;
      marks[mark[port]!]!++;
    }
    return { capacity, marks };
  }

  /**
   * With SO_REUSEADDR and ip_autobind_reuse a port can be shared with bound sockets that have the option too, which
   * cannot be seen. One free port is enough for any number; without one, a port that two sockets share shows it.
   */
  isSharedFreely(question: BindQuestion, use: PortUse): boolean {
    return use.headroom.low > 0 || showsSharing(question, this.survey.table);
  }

  private bias(range: PortInterval, reuseAddress: boolean) {
    // With SO_REUSEADDR the lower half is tried first, and of an odd-sized range the upper half is the odd one.
    const half = reuseAddress && range.high - range.low + 1 >= 4 ? ((range.high - range.low + 1) >> 2) << 1 : 0;
    const isFree = (port: number) => this.mark[port] === FREE && isEphemeral(this.survey.table.portClass[port]!);
    const isLikelyFree = (port: number) =>
      isEphemeral(this.survey.table.portClass[port]!) && (this.mark[port] === FREE || this.mark[port] === MAYBE_FREE);
    return endPortBias({ low: range.low + half, high: range.high }, isFree, isLikelyFree, 2);
  }

  private markOwners(question: BindQuestion): void {
    const { survey, mark } = this;
    const { table, rows, groupStart } = survey;
    mark.fill(FREE);
    this.markedCount = 0;
    for (let group = 0; group < table.groupCount; group++) {
      const [from, to] = [groupStart[group]!, groupStart[group + 1]!];
      if (from === to) continue;
      // One answer for the whole group, unless IPV6_V6ONLY matters, which its rows may differ in.
      const ofGroup = dependsOnRow(question, table, group) ? null : overlapOf(question, table, group, rows[from]!);
      if (ofGroup === "no") continue;
      if (ofGroup === "yes") {
        this.markTaken(from, to);
        continue;
      }
      for (let at = from; at < to; at++) {
        const row = rows[at]!;
        const overlap = ofGroup ?? overlapOf(question, table, group, row);
        if (overlap === "no") continue;
        const port = table.port[row]!;
        const kind = overlap === "maybe" ? this.likely(port) : leaving(table.expiresMs[row]!);
        const before = mark[port]!;
        if (before === FREE) this.marked[this.markedCount++] = port;
        if (kind > before) mark[port] = kind;
      }
    }
  }

  /** Rows that surely keep their ports. */
  private markTaken(from: number, to: number): void {
    const { mark, marked } = this;
    const { rows, table } = this.survey;
    const { port: ports, expiresMs } = table;
    let { markedCount } = this;
    for (let at = from; at < to; at++) {
      const row = rows[at]!;
      const port = ports[row]!;
      const before = mark[port]!;
      if (before === TAKEN) continue;
      if (before === FREE) marked[markedCount++] = port;
      const kind = leaving(expiresMs[row]!);
      if (kind > before) mark[port] = kind;
    }
    this.markedCount = markedCount;
  }

  /** A connected IPv6 socket that bind() gave its port is v6only; one that connect() gave it is not. */
  private likely(port: number): number {
    return this.survey.owner[port]! & (OWNER.guessedBind | OWNER.toldBind) ? MAYBE_FREE : MAYBE_TAKEN;
  }
}

const leaving = (expiresMs: number): number => (isLeaving(expiresMs) ? LEAVING : TAKEN);
