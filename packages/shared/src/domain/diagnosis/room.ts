import type { Evidence } from "../checklist/check.ts";
import { includesPort } from "../network/port-interval.ts";
import type { Refusal } from "./refusals.ts";
import { say } from "./say.ts";
import type { Signs } from "./signs.ts";

/**
 * What says that ports are not short: sockets and range were read everywhere, every tuple and pool has room, nothing was
 * refused that is left without an explanation, and nothing beyond the host is suspected. Null where that cannot be said.
 */
export function roomEvidence(signs: Signs, suspected: readonly unknown[]): Evidence[] | null {
  const { isRead, fullest, policy, refusals } = signs;
  if (!isRead || fullest > policy.tuple.warnRatio || suspected.length > 0 || isHidden(signs)) return null;
  const others = refusals.filter((refusal) => isHeldByOther(signs, refusal) || isOutside(signs, refusal));
  if (others.length < refusals.length) return null;
  const room = say("cause-room", { observed: fullest, unit: "ratio" });
  return others.length > 0
    ? [...others.slice(0, 2).map((refusal) => (isOutside(signs, refusal) ? outside(refusal) : otherProgram(refusal))), room]
    : [room, ...(signs.isListened ? [say("cause-quiet")] : [])];
}

/** So large a part of a range may be bound by sockets that no source shows. */
const HIDDEN_SHARE = 0.05;

/** Something was there that nobody could read: a file of a bundle, or sockets that are bound and shown by nothing. */
const isHidden = ({ current }: Signs): boolean =>
  (current.replay?.unknownFiles.length ?? 0) > 0 ||
  current.namespaces.some(({ hiddenSocketsMax = 0, capacity }) => capacity !== null && hiddenSocketsMax > HIDDEN_SHARE * capacity);

/** A bind() to a fixed port on which another process waits for its peers: an ordinary conflict. */
const isHeldByOther = ({ current }: Signs, { kind, port, process }: Refusal): boolean =>
  kind === "bind-in-use" &&
  port !== null &&
  current.namespaces.some(({ listeners }) =>
    listeners.some((listener) => listener.port === port && listener.process !== null && process !== null && listener.process !== process),
  );

/** A bind() to a fixed port that no connection is ever given: whoever holds it took it on purpose. */
const isOutside = ({ current }: Signs, { kind, port, destination }: Refusal): boolean =>
  kind === "bind-in-use" &&
  port !== null &&
  destination === null &&
  current.namespaces.every(({ range }) => range !== null && !includesPort([range], port));

const outside = ({ port, process }: Refusal): Evidence =>
  say("cause-outside-range", { subject: String(port), figures: process === null ? {} : { process } });

const otherProgram = ({ port, process }: Refusal): Evidence =>
  say("cause-other-program", { subject: String(port), figures: process === null ? {} : { process } });
