import { PORT_CLASS } from "./socket-table.ts";

/** What is known of a port's owners in one namespace. */
export const OWNER = {
  /** Some socket or TIME_WAIT entry has this local port. */
  any: 1,
  /** One of them surely took it by bind() or listen(): it is closed to every autobind. */
  bind: 2,
  /** None surely did, but the pattern says that one did. */
  guessedBind: 4,
  /** None did: the kernel was asked. Other tuples can use it. */
  connect: 8,
  /** One did, and only the kernel told: no socket shows it. Comes with `bind`. */
  toldBind: 16,
} as const;

/** Whether a port is one of P: in the range and not reserved. */
export const isEphemeral = (portClass: number): boolean => (portClass & (PORT_CLASS.inRange | PORT_CLASS.reserved)) === PORT_CLASS.inRange;

/** OWNER bits that the rows alone prove: whether there are any, and one that took its port by bind() (`any` and `bind`). */
export const ownerBits = (portClass: number): number =>
  portClass & PORT_CLASS.binder ? OWNER.any | OWNER.bind : portClass & PORT_CLASS.owned ? OWNER.any : 0;

/** Whether a port is certain to be open to a tuple that has it not: nobody owns it, or nobody who bound it. */
export const isSurelyOpen = (bits: number): boolean => bits === 0 || (bits & OWNER.connect) !== 0;
