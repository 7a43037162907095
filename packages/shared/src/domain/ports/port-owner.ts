import { PORT_CLASS } from "./socket-table.ts";

/** What is known of a port's owners in one namespace. */
export const OWNER = {
  /** Some socket or TIME_WAIT entry has this local port. */
  any: 1,
  /** One of them surely took it by bind() or listen(): it is closed to every autobind. */
  bind: 2,
  /** None surely did, but the pattern says that one did. */
  guessedBind: 4,
} as const;

/** Whether a port is one of P: in the range and not reserved. */
export const isEphemeral = (portClass: number): boolean => (portClass & (PORT_CLASS.inRange | PORT_CLASS.reserved)) === PORT_CLASS.inRange;
