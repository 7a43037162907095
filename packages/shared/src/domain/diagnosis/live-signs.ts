import type { Evidence } from "../checklist/check.ts";
import { tupleSubject } from "../checklist/subject.ts";
import { isLoopback, parseAddress } from "../network/address.ts";
import type { DestinationSigns } from "./destination-signs.ts";
import { say } from "./say.ts";
import type { Signs } from "./signs.ts";
import type { Strength } from "./weighing.ts";

/** Share of the used ports that live connections must hold for them to be what fills a tuple. */
const LIVE_SHARE = 0.7;
/** Share of capacity below which nobody asks about them. */
const NOTABLE_SHARE = 0.3;
/** Connections that come in for each that goes out, from which on a host passes on what it accepts. */
const FORWARDED_SHARE = 0.5;

/** How surely a tuple is filled by connections that stay; null where it is not. Those half open or half closed do not stay. */
export function liveStrength({ policy }: Signs, { tuple, live, pressure, refusals }: DestinationSigns): Strength | null {
  if (live < LIVE_SHARE * (live + tuple.timeWait) || tuple.established < LIVE_SHARE * live || live === 0) return null;
  const share = live / Math.max(1, tuple.capacity);
  const isRefused = refusals.some(({ kind }) => kind === "connect-unavailable" || kind === "no-buffers");
  if (share > policy.tuple.warnRatio && isRefused) return "strong";
  if (share > policy.tuple.failRatio) return pressure > 0.95 ? "strong" : "likely";
  return share > NOTABLE_SHARE ? "hint" : null;
}

export const liveEvidence = ({ tuple, namespace, live }: DestinationSigns): Evidence =>
  say("cause-live", {
    subject: tupleSubject(tuple),
    namespace,
    observed: live / Math.max(1, tuple.capacity),
    unit: "ratio",
    figures: { live, capacity: tuple.capacity },
  });

/** About as many connections come in as go out to this destination. Over loopback, the other end of each counts as one. */
export function forwards({ namespace, tuple }: DestinationSigns): boolean {
  return incoming(namespace, tuple) >= FORWARDED_SHARE * tuple.established;
}

export function incoming({ tcpStates, tuples }: DestinationSigns["namespace"], { destination, source }: DestinationSigns["tuple"]): number {
  if (tcpStates === null) return 0;
  const outbound = tuples.reduce((sum, { established }) => sum + established, 0);
  const address = parseAddress(destination.address);
  const isHere = destination.address === source || (address !== null && isLoopback(address));
  const both = isHere
    ? tuples.filter((each) => each.destination.port === destination.port).reduce((sum, each) => sum + each.established, 0)
    : 0;
  return tcpStates.v4.established + tcpStates.v6.established - outbound - both;
}
