import { fitGuessToSample } from "./fit-guess-to-sample.ts";
import { guessBindOwned } from "./guess-bind-owned.ts";
import { isEphemeral, OWNER, ownerBits } from "./port-owner.ts";
import { SETTLED, type SettledOwners } from "./settled-owners.ts";
import type { SocketTable } from "./socket-table.ts";
import { isLeaving } from "./time-wait.ts";

/** Values that OWNER bits can make. */
const OWNER_VALUES = 32;

/**
 * One pass over a table: who holds each port, and the rows of each group. Reused from one snapshot to the next.
 *
 * A socket is bind-owned for certain when it listens or is bound and idle. Of a connected socket or a TIME_WAIT entry
 * user space cannot see who chose the port (the bucket's flag): unless the kernel was asked, it counts as unknown, and a
 * guess is kept apart.
 */
export class PortSurvey {
  readonly owner = new Uint8Array(65_536);
  /** Rows of group g: rows[groupStart[g]] up to, without, rows[groupStart[g + 1]]. */
  rows = new Int32Array(1024);
  groupStart = new Int32Array(256);

  /** |P|. */
  capacity = 0;
  /** Ports of P that any socket has. */
  owned = 0;
  /** Ports of P that a bind-owned socket surely holds. */
  bindOwned = 0;
  /** Ports of P that a bind-owned socket holds by the guess. */
  guessedBindOwned = 0;
  /** Ports of P that sockets have, but surely no bind-owned one. */
  connectOwned = 0;
  /** Ports of P that no socket has, as far as is seen, and of which nobody has said that no hidden one has. */
  unseen = 0;

  table: SocketTable;
  private readonly protocol: "tcp" | "udp";

  /** UDP knows no buckets: who chose a port changes nothing there. */
  constructor(table: SocketTable, protocol: "tcp" | "udp") {
    this.table = table;
    this.protocol = protocol;
  }

  /** `settled` is what the kernel said of this very table's ports. */
  take(table: SocketTable = this.table, settled: SettledOwners | null = null): this {
    this.table = table;
    this.indexRows();
    const { owner } = this;
    const { portClass } = table;
    for (let port = 0; port < 65_536; port++) owner[port] = ownerBits(portClass[port]!);
    if (this.protocol === "tcp") {
      if (settled?.method !== "exact") guessBindOwned(this);
      if (settled?.method === "sampled") fitGuessToSample(this.owner, settled);
      if (settled) this.markSettled(settled);
    }
    this.countPorts();
    return this;
  }

  /** The pattern says that a binder holds the port. */
  markGuess(port: number): void {
    this.owner[port]! |= OWNER.guessedBind;
  }

  isBlocked(port: number): boolean {
    return (this.owner[port]! & (OWNER.bind | OWNER.guessedBind)) !== 0;
  }

  /** What the kernel said stands above the guess, and what a socket proves above both. */
  private markSettled({ owners }: SettledOwners): void {
    const { owner } = this;
    let isAnyTold = false;
    for (let port = 0; port < 65_536; port++) {
      const answer = owners[port]!;
      if (answer === SETTLED.notAsked || (owner[port]! & OWNER.bind) !== 0) continue;
      if (answer === SETTLED.bindOwned) {
        owner[port] = OWNER.any | OWNER.bind | OWNER.toldBind;
        isAnyTold = true;
      } else owner[port] = (owner[port]! & OWNER.any) | OWNER.connect;
    }
    if (isAnyTold) this.loosenLeaving();
  }

  /** A binder's port whose entries are all about to go is closed by a guess: by the time of the answer it may be open. */
  private loosenLeaving(): void {
    const { owner, table } = this;
    const { port, expiresMs, length } = table;
    const leaving = new Set<number>();
    for (let row = 0; row < length; row++) if (isLeaving(expiresMs[row]!) && owner[port[row]!]! & OWNER.toldBind) leaving.add(port[row]!);
    if (leaving.size === 0) return;
    for (let row = 0; row < length; row++) if (!isLeaving(expiresMs[row]!)) leaving.delete(port[row]!);
    for (const each of leaving) owner[each] = OWNER.any | OWNER.guessedBind;
  }

  private indexRows(): void {
    const { group, length, groupCount } = this.table;
    if (this.rows.length < length) this.rows = new Int32Array(group.length);
    if (this.groupStart.length < groupCount + 2) this.groupStart = new Int32Array(2 * groupCount + 2);
    const { rows, groupStart } = this;
    groupStart.fill(0, 0, groupCount + 2);
    for (let row = 0; row < length; row++) groupStart[group[row]! + 2]!++;
    for (let at = 2; at <= groupCount + 1; at++) groupStart[at]! += groupStart[at - 1]!;
    // Filling moves each start to its end, which is the next group's start: the extra leading slot makes that come out right.
    for (let row = 0; row < length; row++) rows[groupStart[group[row]! + 1]!++] = row;
  }

  private countPorts(): void {
    const { owner } = this;
    const { portClass } = this.table;
    const ports = new Uint32Array(OWNER_VALUES);
    for (let port = 0; port < 65_536; port++) if (isEphemeral(portClass[port]!)) ports[owner[port]!]!++;
    this.capacity = 0;
    this.owned = 0;
    this.bindOwned = 0;
    this.guessedBindOwned = 0;
    this.connectOwned = 0;
    this.unseen = ports[0]!;
    for (let bits = 0; bits < OWNER_VALUES; bits++) {
      const count = ports[bits]!;
      this.capacity += count;
      if (!(bits & OWNER.any)) continue;
      this.owned += count;
      if (bits & OWNER.bind) this.bindOwned += count;
      else if (bits & OWNER.connect) this.connectOwned += count;
      else if (bits & OWNER.guessedBind) this.guessedBindOwned += count;
    }
  }
}
