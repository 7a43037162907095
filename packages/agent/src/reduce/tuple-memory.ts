import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import type { PortSurvey } from "@berth/shared/domain/ports/port-survey.ts";
import { PORT_CLASS } from "@berth/shared/domain/ports/socket-table.ts";
import { timeWaitAgeMs } from "@berth/shared/domain/ports/time-wait.ts";
import { type ConnectionLives, medianLifeMs } from "./connection-life.ts";
import { NumberIndex } from "./number-index.ts";

/** Connections of one namespace that are remembered, of the tightest tuples first: 19 bytes each, twice. */
const CONNECTIONS_MAX = 131_072;
const PORTS = 65_536;
const { timeWait: TIME_WAIT } = TCP_STATE_NUMBER;

/** Answers with a number for whoever has a socket open; 0 where that is not known. */
export type HolderOf = (inode: number) => number;

/** What the memory tells of one tuple, beside what the present reading shows. */
export interface RememberedTuple {
  /** Sockets that are open, by holder; 0 collects those of nobody known. Orphans count as such. */
  live: Map<number, number>;
  /** TIME_WAIT entries by who held them while they lived. */
  waiting: Map<number, number>;
  /** Open sockets that the reading before did not show, by holder. */
  opened: Map<number, number>;
  /** Null where the tuple was not looked at before. */
  opensPerSecond: number | null;
  medianLifeMs: number | null;
}

interface Generation {
  atMs: number;
  /** Number of each tuple, from 1. */
  tuples: Map<string, number>;
  index: NumberIndex;
  inode: Uint32Array;
  holder: Uint16Array;
  /** When it was opened, as far as that was seen. */
  bornMs: Float64Array;
  isOpen: Uint8Array;
  isWaiting: Uint8Array;
}

/**
 * The connections of one namespace's tuples at the reading before: who held them and since when. TIME_WAIT has no owner in
 * any system, but the entry has the tuple of the connection that it was. Each reading replaces the one before, so what is
 * gone is forgotten.
 */
export class TupleMemory {
  #before = emptyGeneration();
  #now = emptyGeneration();

  /** Takes over one reading: the groups of the tuples that are looked at, tightest first. Answers one for each. */
  take(survey: PortSurvey, groups: readonly number[], holderOf: HolderOf, nowMs: number): RememberedTuple[] {
    [this.#before, this.#now] = [this.#now, this.#before];
    const rows = groups.reduce((sum, group) => sum + survey.groupStart[group + 1]! - survey.groupStart[group]!, 0);
    prepare(this.#now, Math.min(rows, CONNECTIONS_MAX), nowMs);
    const lives = groups.map((group) => this.#takeGroup(survey, group, holderOf));
    this.#addEnded(lives);
    return lives.map(({ remembered, lives }) =>
      lives === null
        ? remembered
        : {
            ...remembered,
            opensPerSecond: (lives.opened * 1000) / lives.windowMs,
            medianLifeMs: medianLifeMs(lives),
          },
    );
  }

  #takeGroup(survey: PortSurvey, group: number, holderOf: HolderOf): TakenTuple {
    const { table, rows, groupStart } = survey;
    const now = this.#now;
    const key = keyOf(survey, group);
    const number = now.tuples.size + 1;
    now.tuples.set(key, number);
    const earlier = this.#before.tuples.get(key) ?? 0;
    const windowMs = now.atMs - this.#before.atMs;
    const lives: ConnectionLives | null = earlier > 0 && windowMs > 0 ? { windowMs, opened: 0, openedAndEnded: 0, lives: [] } : null;
    const remembered: RememberedTuple = {
      live: new Map(),
      waiting: new Map(),
      opened: new Map(),
      opensPerSecond: null,
      medianLifeMs: null,
    };
    const { live, waiting, opened } = remembered;
    // Entries of one holder mostly stand together: they are counted in runs.
    let [last, lastIsWaiting, run] = [0, false, 0];
    for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) {
      const row = rows[at]!;
      const port = table.port[row]!;
      if (table.portClass[port]! & PORT_CLASS.listener) continue;
      const inode = table.inode[row]!;
      const isWaiting = table.state[row] === TIME_WAIT;
      const ageMs = isWaiting ? timeWaitAgeMs(table.expiresMs[row]!) : 0;
      const was = earlier === 0 ? -1 : this.#before.index.find(earlier * PORTS + port);
      const isNew = was < 0 || !this.#isSame(was, inode, ageMs, windowMs);
      const holder = (inode === 0 ? 0 : holderOf(inode)) || (isNew ? 0 : this.#before.holder[was]!);
      const bornMs = isNew ? now.atMs - (lives ? windowMs / 2 : 0) : this.#before.bornMs[was]!;
      if (holder !== last || isWaiting !== lastIsWaiting) {
        add(lastIsWaiting ? waiting : live, last, run);
        [last, lastIsWaiting, run] = [holder, isWaiting, 0];
      }
      run++;
      if (lives) {
        if (!isNew && inode === 0 && this.#before.isOpen[was] === 1) lives.lives.push(Math.max(0, now.atMs - ageMs - bornMs));
        if (inode !== 0) lives.lives.push(now.atMs - bornMs);
        if (isNew && (inode !== 0 || ageMs < windowMs)) {
          lives.opened++;
          if (inode === 0) lives.openedAndEnded++;
          else add(opened, holder, 1);
        }
      }
      if (!isNew) this.#before.isOpen[was] = 0;
      this.#keep(number * PORTS + port, inode, holder, bornMs, isWaiting);
    }
    add(lastIsWaiting ? waiting : live, last, run);
    return { earlier, remembered, lives };
  }

  /** An entry younger than the window is another connection's where an older entry was before. */
  #isSame(was: number, inode: number, ageMs: number, windowMs: number): boolean {
    const before = this.#before;
    if (inode !== 0) return before.inode[was] === inode;
    return before.isWaiting[was] === 0 || ageMs >= windowMs;
  }

  #keep(key: number, inode: number, holder: number, bornMs: number, isWaiting: boolean): void {
    const now = this.#now;
    if (now.index.size === CONNECTIONS_MAX) return;
    const slot = now.index.put(key);
    now.inode[slot] = inode;
    now.holder[slot] = holder;
    now.bornMs[slot] = bornMs;
    now.isOpen[slot] = inode === 0 ? 0 : 1;
    now.isWaiting[slot] = isWaiting ? 1 : 0;
  }

  /** What was open and has left nothing behind: the peer closed first, or a reset ended it. */
  #addEnded(taken: readonly TakenTuple[]): void {
    const before = this.#before;
    const byNumber = new Map(taken.filter(({ earlier }) => earlier > 0).map(({ earlier, lives }) => [earlier, lives]));
    if (byNumber.size === 0) return;
    const middleMs = (this.#now.atMs + before.atMs) / 2;
    for (let slot = 0; slot < before.index.slots; slot++) {
      const key = before.index.keyAt(slot);
      if (key === 0 || before.isOpen[slot] === 0) continue;
      byNumber.get(Math.floor(key / PORTS))?.lives.push(Math.max(0, middleMs - before.bornMs[slot]!));
    }
  }
}

interface TakenTuple {
  earlier: number;
  remembered: RememberedTuple;
  lives: ConnectionLives | null;
}

function add(counts: Map<number, number>, holder: number, entries: number): void {
  if (entries > 0) counts.set(holder, (counts.get(holder) ?? 0) + entries);
}

function keyOf({ table }: PortSurvey, group: number): string {
  const [local, remote] = [table.groupLocal(group), table.groupRemote(group)];
  return `${local.family} ${local.words.join()} ${remote.words.join()} ${table.groupRemotePort(group)} ${table.groupDevice(group)}`;
}

function emptyGeneration(): Generation {
  return {
    atMs: 0,
    tuples: new Map(),
    index: new NumberIndex(),
    inode: new Uint32Array(0),
    holder: new Uint16Array(0),
    bornMs: new Float64Array(0),
    isOpen: new Uint8Array(0),
    isWaiting: new Uint8Array(0),
  };
}

function prepare(generation: Generation, connections: number, atMs: number): void {
  generation.atMs = atMs;
  generation.tuples = new Map();
  generation.index.reset(connections);
  const { slots } = generation.index;
  if (generation.inode.length === slots) return;
  generation.inode = new Uint32Array(slots);
  generation.holder = new Uint16Array(slots);
  generation.bornMs = new Float64Array(slots);
  generation.isOpen = new Uint8Array(slots);
  generation.isWaiting = new Uint8Array(slots);
}
