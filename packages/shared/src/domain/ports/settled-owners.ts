import type { SettledPorts } from "../host/snapshot.ts";
import type { PassiveReason } from "./headroom.ts";
import { isEphemeral, OWNER, ownerBits } from "./port-owner.ts";
import type { SocketTable } from "./socket-table.ts";

/** What the kernel itself said of a port when it was asked who took it. */
export const SETTLED = {
  notAsked: 0,
  /** An autobind connect() of a tuple that nobody has can use it: no binder closes it. */
  connectOwned: 1,
  /** It is closed to every autobind. */
  bindOwned: 2,
} as const;

/**
 * The kernel's answers about the ports whose owner a snapshot leaves open. What it says is what it would do: a bucket that
 * an older kernel keeps closed after its binder left is `bindOwned` here too.
 */
export interface SettledOwners extends SettledPorts {
  /** A SETTLED value for each of the 65,536 ports. */
  readonly owners: Uint8Array;
  /** Ports among them that were drawn at random from those not known yet: what a sample says of the rest. */
  readonly drawn: Uint16Array;
  /** Why not all were asked; null where it is only their number, or where all were. */
  readonly reason: PassiveReason | null;
}

const NOBODY_ASKED = new Uint8Array(65_536);
const NONE_DRAWN = new Uint16Array(0);

/** The answers to no question: what a snapshot alone knows. */
export const notSettled = (open: number, reason: PassiveReason): SettledOwners => ({
  method: "passive",
  open,
  asked: 0,
  bucketResets: null,
  owners: NOBODY_ASKED,
  drawn: NONE_DRAWN,
  reason,
});

/** Memory that one call after the other uses. */
const PORTS = new Uint16Array(65_536);

/**
 * The ports to ask the kernel about, in ascending order: those of P that have an owner, but none that surely took it by
 * bind(). Where some binders cannot be seen (`hidesBinders`), ports without an owner are open too.
 */
export function openPorts(table: SocketTable, hidesBinders = false): Uint16Array {
  const { portClass, rangeHigh } = table;
  let count = 0;
  for (let port = table.rangeLow ?? 0; port <= rangeHigh; port++) {
    const bits = ownerBits(portClass[port]!);
    if ((bits === OWNER.any || (bits === 0 && hidesBinders)) && isEphemeral(portClass[port]!)) PORTS[count++] = port;
  }
  return PORTS.slice(0, count);
}
