import type { PassiveReason } from "@berth/shared/domain/ports/headroom.ts";
import { notSettled, openPorts, SETTLED, type SettledOwners } from "@berth/shared/domain/ports/settled-owners.ts";
import type { CollectorPorts } from "../collectors/collector-ports.ts";
import { type DryRun, DryRunRefused } from "../collectors/dry-run.ts";
import type { NamespaceReading } from "../collectors/namespace-reading.ts";
import { AnswerMemory } from "./answer-memory.ts";
import { drawSample } from "./draw-sample.ts";

/** Ports that may be asked about in one round over all namespaces: 6 µs of CPU each. */
export interface SettlingBudget {
  own: number;
  others: number;
  eachOther: number;
}

/** `whole`: every open port, for a single command. `resident`: half a millisecond of CPU and no more, snapshot for snapshot. `none`: the user declined. */
export type Settling = "whole" | "resident" | "none";

const BUDGET: Record<Settling, SettlingBudget> = {
  whole: { own: 65_536, others: 262_144, eachOther: 65_536 },
  resident: { own: 64, others: 64, eachOther: 32 },
  none: { own: 0, others: 0, eachOther: 0 },
};

/** The kernel pauses Fast Open for an hour first (tcp_fastopen_blackhole_timeout_sec); asking would send a packet each time. */
const PAUSE_MS = 3_600_000;

type Machine = Pick<CollectorPorts, "openDryRun" | "findBucketReset" | "monotonicMs">;

/**
 * Asks the kernel who took the ports that a reading leaves open, within a budget. Where that is not enough for all, ports
 * are drawn at random. A resident settler remembers an answer while the sockets on its port are the same.
 */
export class PortSettler {
  readonly #machine: Machine;
  readonly #settling: Settling;
  readonly #random: () => number;
  readonly #memory = new AnswerMemory();
  #othersLeft = 0;
  #bucketResets: boolean | null | undefined;
  #pausedUntilMs = 0;

  constructor(machine: Machine, settling: Settling, random: () => number = Math.random) {
    this.#machine = machine;
    this.#settling = settling;
    this.#random = random;
  }

  /** Starts a round over all namespaces. */
  begin(): void {
    this.#othersLeft = BUDGET[this.#settling].others;
    this.#memory.begin();
  }

  /** This thread must be inside the reading's namespace, unless `isInside` says that it cannot be. Undefined where the sockets or the range are unknown. */
  settle(reading: NamespaceReading, isOwn: boolean, isInside: boolean): SettledOwners | undefined {
    const { id, tcp, range, reserved, hiddenSocketsMax } = reading;
    if (!tcp || !range || !reserved) return undefined;
    const open = openPorts(tcp, this.#machine.openDryRun !== null && hiddenSocketsMax !== 0);
    const refusal = this.#refusal(isInside);
    if (refusal) return notSettled(open.length, refusal);
    if (open.length === 0) return { ...notSettled(0, "unsupported"), method: "exact", reason: null };
    const owners = new Uint8Array(65_536);
    const bucketResets = this.#bucketReset();
    // A binder that no socket shows would come and go unseen.
    const isKept = this.#settling === "resident" && bucketResets === true && hiddenSocketsMax === 0;
    const unknown = isKept ? this.#memory.recall(id, tcp, open, owners) : open;
    const budget = isOwn ? BUDGET[this.#settling].own : Math.min(BUDGET[this.#settling].eachOther, this.#othersLeft);
    const drawn = unknown.length <= budget ? unknown : drawSample(unknown, budget, this.#random);
    const { asked, reason } = this.#ask(drawn, owners);
    if (!isOwn) this.#othersLeft -= asked;
    if (isKept) this.#memory.keep(id, open, owners);
    const known = open.length - unknown.length + asked;
    const method = known === open.length ? "exact" : known === 0 ? "passive" : "sampled";
    return { method, open: open.length, asked: known, bucketResets, owners, drawn: drawn.subarray(0, asked), reason };
  }

  #refusal(isInside: boolean): PassiveReason | null {
    if (this.#settling === "none") return "declined";
    if (this.#machine.openDryRun === null) return "no-native";
    if (!isInside) return "outside";
    return this.#machine.monotonicMs() < this.#pausedUntilMs ? "fast-open-paused" : null;
  }

  /** Found out once, when it first matters. */
  #bucketReset(): boolean | null {
    if (this.#bucketResets === undefined) this.#bucketResets = this.#machine.findBucketReset();
    return this.#bucketResets;
  }

  /** Asks about ports in turn; answers how many were answered, and why no more. */
  #ask(ports: Uint16Array, owners: Uint8Array): { asked: number; reason: PassiveReason | null } {
    let dryRun: DryRun | null = null;
    let asked = 0;
    try {
      dryRun = ports.length === 0 ? null : this.#machine.openDryRun!();
      for (; asked < ports.length; asked++) {
        const port = ports[asked]!;
        owners[port] = dryRun!.isUsable(port) ? SETTLED.connectOwned : SETTLED.bindOwned;
      }
      return { asked, reason: null };
    } catch (error) {
      const reason = error instanceof DryRunRefused ? error.reason : "unsupported";
      if (reason === "fast-open-paused") this.#pausedUntilMs = this.#machine.monotonicMs() + PAUSE_MS;
      return { asked, reason };
    } finally {
      dryRun?.close();
    }
  }
}
