import type { NetworkSettings } from "../host/settings.ts";
import type { Address } from "../network/address.ts";
import type { PortInterval } from "../network/port-interval.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { socketRange } from "./capacity.ts";
import type { Headroom } from "./headroom.ts";
import { endPortBias } from "./odd-range.ts";
import { isEphemeral, isSurelyOpen, OWNER } from "./port-owner.ts";
import type { PortSurvey } from "./port-survey.ts";
import { isLeaving, mayReuse, reuseDelayMs, timeWaitAgeMs } from "./time-wait.ts";

const { timeWait: TIME_WAIT, finWait2: FIN_WAIT_2 } = TCP_STATE_NUMBER;

/** Facts of the namespace that headroom depends on besides its sockets. */
export interface PortSpace {
  range: PortInterval;
  settings: NetworkSettings;
  /** Bound sockets that the source cannot show: 0 with INET_DIAG, a bound from sockstat with /proc/net. */
  hiddenSockets: number;
  /** Connections opened while the sockets were read: each may be missing, on a port that looks free or shareable. None where not said. */
  openedSockets?: number | undefined;
  /** Interface index of lo: a socket bound to it may reuse in mode 2. */
  loopbackDevice: number;
}

export interface ConnectQuestion {
  source: Address;
  destination: Address;
  destinationPort: number;
  /** Interface index the socket is bound to, 0 for none. */
  device: number;
  /** IP_LOCAL_PORT_RANGE of the socket. */
  range: PortInterval | null;
}

/** held + blocked = capacity − headroom.best. */
export interface PortUse {
  capacity: number;
  held: number;
  blocked: number;
  headroom: Headroom;
}

/** Marks of the tuple's own ports; where entries differ the larger one counts. */
const UNMARKED = 0;
/** A TIME_WAIT entry that may be taken over as far as can be seen. Whether its connection had timestamps cannot: `low` counts it as held. */
const REUSABLE = 1;
/** Held as far as can be seen, but perhaps free already, or in a moment: `high` counts it as free. */
const MAYBE_HELD = 2;
const HELD = 3;

/** Memory that one answer after the other uses. */
const MARK = new Uint8Array(65_536);
const MARKED = new Uint16Array(65_536);

/**
 * |P \ (B ∪ T)|: how many more connections from a source to a destination connect() can find a port for, without the
 * port being taken at bind(). B is every port that some bind-owned socket holds, T the ports of this tuple's own
 * entries that cannot be taken over.
 *
 * `low` takes every port whose owner is unknown as bind-owned, `high` none, `best` the guess. Whether the bucket of an
 * older kernel stays closed after the binder left does not matter to `low`, which trusts only ports without any owner and
 * those of which the kernel itself said that an autobind can use them.
 */
export class ConnectHeadroom {
  private readonly mark = MARK;
  /** The ports that carry a mark. */
  private readonly marked = MARKED;
  private markedCount = 0;

  private readonly survey: PortSurvey;
  private readonly space: PortSpace;

  constructor(survey: PortSurvey, space: PortSpace) {
    this.survey = survey;
    this.space = space;
  }

  answer(question: ConnectQuestion): PortUse {
    this.markHeld(question);
    const use = question.range ? this.countInRange(question.range) : this.countWhole();
    this.mark.fill(0);
    this.markedCount = 0;
    return use;
  }

  private markHeld({ source, destination, destinationPort, device }: ConnectQuestion): void {
    const { table } = this.survey;
    for (const owner of device === 0 ? [0] : [0, device]) {
      const group = table.findGroup(source, destination, destinationPort, owner);
      if (group >= 0) this.markGroup(group, source, destination, owner !== 0 && owner === this.space.loopbackDevice);
    }
  }

  private markGroup(group: number, source: Address, destination: Address, isLoopbackDevice: boolean): void {
    const { table, rows, groupStart } = this.survey;
    const { settings } = this.space;
    const delayMs = reuseDelayMs(settings, source, destination, isLoopbackDevice);
    const isReleasable = mayReuse(settings, source, destination, isLoopbackDevice);
    for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) {
      const row = rows[at]!;
      let kind = holds(table.state[row]!, table.expiresMs[row]!, delayMs, isReleasable);
      // A socket bound to a device keeps its port from none without one, and this source shows no device.
      if (kind === HELD && !table.knowsOptions) kind = MAYBE_HELD;
      const port = table.port[row]!;
      if (!isEphemeral(table.portClass[port]!) || this.mark[port]! >= kind) continue;
      if (this.mark[port] === UNMARKED) this.marked[this.markedCount++] = port;
      this.mark[port] = kind;
    }
  }

  /** The whole of P from the survey's totals: only the tuple's own ports are looked at. */
  private countWhole(): PortUse {
    const { survey, mark } = this;
    const { owner, capacity } = survey;
    let [held, heldBlocked, heldSurely, heldOpen, unsure] = [0, 0, 0, 0, 0];
    for (let at = 0; at < this.markedCount; at++) {
      const port = this.marked[at]!;
      if (owner[port]! & OWNER.connect) unsure++;
      if (mark[port]! < MAYBE_HELD) continue;
      held++;
      if (owner[port]! & OWNER.bind) heldSurely++;
      else if (owner[port]! & OWNER.guessedBind) heldBlocked++;
      if (mark[port] === HELD && !(owner[port]! & OWNER.bind)) heldOpen++;
    }
    const blocked = survey.bindOwned + survey.guessedBindOwned - heldBlocked - heldSurely;
    const low = capacity - survey.owned + survey.connectOwned - unsure;
    return this.settle(capacity, held, blocked, low, survey.unseen, capacity - survey.bindOwned - heldOpen, false, this.space.range);
  }

  private countInRange(wanted: PortInterval): PortUse {
    const range = socketRange(this.space.range, wanted);
    const { survey, mark } = this;
    const { portClass } = survey.table;
    let [capacity, held, blocked, low, unseen, high] = [0, 0, 0, 0, 0, 0];
    for (let port = range.low; port <= range.high; port++) {
      if (!isEphemeral(portClass[port]!)) continue;
      capacity++;
      const bits = survey.owner[port]!;
      if (mark[port]! >= MAYBE_HELD) held++;
      else if (survey.isBlocked(port)) blocked++;
      if (bits === 0) unseen++;
      if (mark[port] === UNMARKED && isSurelyOpen(bits)) low++;
      if (!(bits & OWNER.bind) && mark[port] !== HELD) high++;
    }
    return this.settle(capacity, held, blocked, low, unseen, high, true, range);
  }

  private settle(
    capacity: number,
    held: number,
    blocked: number,
    lowest: number,
    unseen: number,
    high: number,
    hasOwnRange: boolean,
    range: PortInterval,
  ): PortUse {
    const isFree = (port: number) =>
      this.mark[port]! < MAYBE_HELD && !this.survey.isBlocked(port) && isEphemeral(this.survey.table.portClass[port]!);
    // With a range of its own a socket scans every port, one by one.
    const bias = hasOwnRange
      ? null
      : endPortBias(range, (port) => isFree(port) && this.mark[port] === UNMARKED && isSurelyOpen(this.survey.owner[port]!), isFree, 1);
    const { hiddenSockets, openedSockets = 0 } = this.space;
    // What is hidden can only be on a port that nobody is seen on.
    const low = Math.max(0, lowest - Math.min(hiddenSockets, unseen) - openedSockets - (bias?.low ?? 0));
    const best = Math.min(high, Math.max(low, capacity - held - blocked - (bias?.best ?? 0)));
    return { capacity, held, blocked: capacity - best - held, headroom: { unlimited: false, low: Math.min(low, high), high, best } };
  }
}

/** The mark of one entry. */
function holds(state: number, expiresMs: number, delayMs: number | null, isReleasable: boolean): number {
  if (state !== TIME_WAIT) return state === FIN_WAIT_2 && isLeaving(expiresMs) ? MAYBE_HELD : HELD;
  if (delayMs !== null && timeWaitAgeMs(expiresMs) > delayMs) return REUSABLE;
  return isReleasable || isLeaving(expiresMs) ? MAYBE_HELD : HELD;
}
