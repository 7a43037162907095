import type { ProcessUse, Tuple } from "@berth/shared/domain/host/snapshot.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import type { PortSurvey } from "@berth/shared/domain/ports/port-survey.ts";
import type { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";
import type { SocketOwners } from "../collectors/linux/socket-owners.ts";
import { DestinationOpeners, HolderLabels, holderNumbers, holdersOf } from "./holders.ts";
import { type ProcessContext, processesIn } from "./processes.ts";
import { TupleMemory } from "./tuple-memory.ts";

/** A tuple and the group of sockets that it stands for. */
export interface GroupedTuple {
  group: number;
  tuple: Tuple;
}

/** What one namespace's readings remember of who held what. */
export class AttributionMemory {
  tuples = new TupleMemory();
  labels = new HolderLabels();
  openers = new DestinationOpeners();
  /** Since when each socket has been seen in CLOSE_WAIT; null before the first reading. */
  closeWaitSince: Map<number, number> | null = null;

  /** Names that come and go would fill it without end. */
  forgetWhenFull(): void {
    if (!this.labels.isFull) return;
    this.tuples = new TupleMemory();
    this.labels = new HolderLabels();
    this.openers = new DestinationOpeners();
  }
}

/** The owners of one reading's sockets, beside what earlier readings of the namespace remember. */
export class NamespaceAttribution {
  readonly owners: SocketOwners;
  readonly #memory: AttributionMemory;
  readonly #nowMs: number;
  readonly #about: Pick<ProcessContext, "countDescriptors" | "epochMsOf">;

  constructor(
    owners: SocketOwners,
    memory: AttributionMemory,
    nowMs: number,
    about: Pick<ProcessContext, "countDescriptors" | "epochMsOf">,
  ) {
    this.owners = owners;
    this.#memory = memory;
    this.#nowMs = nowMs;
    this.#about = about;
    memory.forgetWhenFull();
  }

  /** The name of the process that has a socket open; null where none is known. */
  processName(inode: number): string | null {
    return this.owners.process(this.owners.pidOf(inode))?.identity.name ?? null;
  }

  /** Gives tuples, tightest first, their holders, rate and median life. */
  attributeTuples(survey: PortSurvey, listed: readonly GroupedTuple[]): void {
    const { tuples, labels, openers } = this.#memory;
    const labelOf = (pid: number) => {
      const identity = this.owners.process(pid)?.identity;
      return identity ? { process: identity.name, unit: identity.unit } : null;
    };
    const holderOf = holderNumbers((inode) => this.owners.pidOf(inode), labelOf, labels);
    const groups = listed.map(({ group }) => group);
    for (const [at, remembered] of tuples.take(survey, groups, holderOf, this.#nowMs).entries()) {
      const { tuple } = listed[at]!;
      const destination = `${tuple.destination.address} ${tuple.destination.port}`;
      openers.note(destination, remembered.opened, this.#nowMs);
      tuple.holders = holdersOf(remembered, openers.weights(destination), labels);
      if (remembered.opensPerSecond !== null) tuple.opensPerSecond = Math.round(remembered.opensPerSecond * 100) / 100;
      if (remembered.medianLifeMs !== null) tuple.medianLifeMs = Math.round(remembered.medianLifeMs);
    }
  }

  processes(tcp: SocketTable | null, udp: SocketTable | null): ProcessUse[] {
    const closeWaitAge = tcp && this.#followCloseWait(tcp);
    return processesIn(tcp, udp, { owners: this.owners, closeWaitAge, ...this.#about });
  }

  #followCloseWait(table: SocketTable): ProcessContext["closeWaitAge"] {
    const before = this.#memory.closeWaitSince;
    const since = new Map<number, number>();
    for (let row = 0; row < table.length; row++) {
      const inode = table.inode[row]!;
      if (table.state[row] === TCP_STATE_NUMBER.closeWait && inode !== 0) since.set(inode, before?.get(inode) ?? this.#nowMs);
    }
    this.#memory.closeWaitSince = since;
    return before && ((inode) => Math.round(this.#nowMs - (since.get(inode) ?? this.#nowMs)));
  }
}
