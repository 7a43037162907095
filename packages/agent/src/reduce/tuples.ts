import type { OtherTuples, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { formatAddress } from "@berth/shared/domain/network/address.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { churnOf } from "@berth/shared/domain/ports/churn.ts";
import type { ConnectHeadroom, ConnectQuestion, PortSpace } from "@berth/shared/domain/ports/connect-headroom.ts";
import type { PortSurvey } from "@berth/shared/domain/ports/port-survey.ts";
import { PORT_CLASS } from "@berth/shared/domain/ports/socket-table.ts";
import { reuseDelayMs, timeWaitAgeMs } from "@berth/shared/domain/ports/time-wait.ts";
import type { GroupedTuple } from "./attribution.ts";

/** Tuples that are sent; the others are counted. */
const TUPLES_MAX = 20;

const { timeWait: TIME_WAIT, established, closeWait, synSent, finWait1, finWait2, closing, lastAck } = TCP_STATE_NUMBER;

export interface ReducedTuples {
  /** Tightest first. */
  listed: GroupedTuple[];
  other: OtherTuples;
  /** The question that the tightest tuple answers; null when nothing is outbound. */
  tightest: ConnectQuestion | null;
}

/** Outbound tuples of one namespace: groups of connected sockets whose local port is no listener's. */
export class TupleReducer {
  /** Entries of each group that hold their port, and all of them. */
  private held = new Int32Array(256);
  private entries = new Int32Array(256);

  reduce(survey: PortSurvey, space: PortSpace, headroom: ConnectHeadroom): ReducedTuples {
    const outbound = this.countOutbound(survey, space);
    // Every tuple of a namespace loses the same blocked ports, so the held ones rank them.
    outbound.sort((a, b) => this.held[b]! - this.held[a]! || this.entries[b]! - this.entries[a]!);
    const chosen = outbound.slice(0, TUPLES_MAX);
    const rest = outbound.slice(TUPLES_MAX);
    const listed = chosen.map((group) => ({ group, tuple: this.describe(survey, space, headroom, group) }));
    const entriesOf = (groups: number[]) => groups.reduce((sum, group) => sum + this.entries[group]!, 0);
    const restEntries = entriesOf(rest);
    const total = restEntries + entriesOf(chosen);
    const worst = rest[0] === undefined ? null : headroom.answer(questionOf(survey, rest[0]));
    return {
      listed: listed.sort((a, b) => b.tuple.used - a.tuple.used),
      other: {
        count: rest.length,
        entries: restEntries,
        worstUsedRatio: worst && worst.capacity > 0 ? (worst.held + worst.blocked) / worst.capacity : null,
        coverage: total === 0 ? 1 : (total - restEntries) / total,
      },
      tightest: chosen[0] === undefined ? null : questionOf(survey, chosen[0]),
    };
  }

  private countOutbound(survey: PortSurvey, space: PortSpace): number[] {
    const { table, rows, groupStart } = survey;
    if (this.held.length < table.groupCount) {
      this.held = new Int32Array(2 * table.groupCount);
      this.entries = new Int32Array(2 * table.groupCount);
    }
    const outbound: number[] = [];
    for (let group = 0; group < table.groupCount; group++) {
      if (table.groupRemotePort(group) === 0) continue;
      const delayMs = delayOf(survey, space, group);
      let [held, entries] = [0, 0];
      for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) {
        const row = rows[at]!;
        if (table.portClass[table.port[row]!]! & PORT_CLASS.listener) continue;
        entries++;
        if (!isReusable(table.state[row]!, table.expiresMs[row]!, delayMs)) held++;
      }
      this.held[group] = held;
      this.entries[group] = entries;
      if (entries > 0) outbound.push(group);
    }
    return outbound;
  }

  private describe(survey: PortSurvey, space: PortSpace, headroom: ConnectHeadroom, group: number): Tuple {
    const { table, rows, groupStart } = survey;
    const question = questionOf(survey, group);
    const delayMs = delayOf(survey, space, group);
    const { capacity, held, blocked, headroom: left } = headroom.answer(question);
    const states = new Uint32Array(16);
    let reusable = 0;
    for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) {
      const row = rows[at]!;
      states[table.state[row]!]!++;
      if (isReusable(table.state[row]!, table.expiresMs[row]!, delayMs)) reusable++;
    }
    return {
      protocol: "tcp",
      source: formatAddress(question.source),
      destination: { address: formatAddress(question.destination), port: question.destinationPort },
      capacity,
      held,
      blocked,
      used: held + blocked,
      established: states[established]!,
      timeWait: states[TIME_WAIT]!,
      reusableTimeWait: reusable,
      closeWait: states[closeWait]!,
      synSent: states[synSent]!,
      finWait: states[finWait1]! + states[finWait2]! + states[closing]! + states[lastAck]!,
      ...churnOf(survey, group, delayMs),
      headroom: left,
      holders: [],
    };
  }
}

const isReusable = (state: number, expiresMs: number, delayMs: number | null): boolean =>
  delayMs !== null && state === TIME_WAIT && timeWaitAgeMs(expiresMs) > delayMs;

function delayOf({ table }: PortSurvey, { settings, loopbackDevice }: PortSpace, group: number): number | null {
  return reuseDelayMs(settings, table.groupLocal(group), table.groupRemote(group), table.groupDevice(group) === loopbackDevice);
}

function questionOf({ table }: PortSurvey, group: number): ConnectQuestion {
  return {
    source: table.groupLocal(group),
    destination: table.groupRemote(group),
    destinationPort: table.groupRemotePort(group),
    device: table.groupDevice(group),
    range: null,
  };
}
