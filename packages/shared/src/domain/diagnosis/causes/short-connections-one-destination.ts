import { parseAddress } from "../../network/address.ts";
import { churnEvidence, hostChurn } from "../churn-signs.ts";
import type { Refusal } from "../refusals.ts";
import { isForwarder, runtimeOfLine } from "../runtimes.ts";
import { few, say, unreadPart } from "../say.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** A connection for every request: what is closed first waits out its TIME_WAIT on this side, with its port. */
export const shortConnections = defineCause({
  id: "short-connections-one-destination",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: ["kernel-port-search", "time-wait-bucket-limit", "server-side-time-wait"],

  weigh(signs): Weighing {
    const churn = signs.churn;
    if (churn) {
      const refused = churn.destination.refusals.slice(0, 2).map(({ evidence }) => evidence);
      return possible(churn.strength, churn.destination.waiting, [churnEvidence(churn.destination), ...refused]);
    }
    const testimony = signs.refusals.filter((refusal) => tellsOfShortConnections(refusal));
    const states = hostChurn(signs);
    if (states && signs.refusals.some(({ kind }) => kind === "connect-unavailable" || kind === "connect-in-use")) {
      return possible("likely", states.timeWait, [
        say("cause-churn-states", { observed: states.timeWait, figures: { live: states.live } }),
        ...testimony.slice(0, 2).map(({ evidence }) => evidence),
      ]);
    }
    if (signs.isAnyRead && signs.destinations.length > 0) return excluded(few("time-wait", mostTimeWait(signs)));
    if (testimony.length > 0 && !states)
      return possible(
        "likely",
        0,
        testimony.slice(0, 2).map(({ evidence }) => evidence),
      );
    return signs.isRead ? excluded(few("time-wait", 0)) : undecided(unreadPart(signs.current, "tcp"));
  },
});

/**
 * Lines that say it by themselves. Event 4227 is written when a local endpoint was used to the same remote one a moment
 * ago. A proxy that finds no address towards its IPv4 upstream has used up the ports to it: its source is not in doubt.
 */
const tellsOfShortConnections = (refusal: Refusal): boolean => {
  const { signature, kind, endpoint, process, port } = refusal;
  if (signature === "windows-4227") return true;
  const isIpv4 = endpoint.host !== null && parseAddress(endpoint.host)?.family === 4;
  return kind === "connect-unavailable" && port === null && isIpv4 && (isForwarder(process) || isForwarder(runtimeOfLine(refusal)));
};

const mostTimeWait = ({ destinations }: Signs): number => Math.max(0, ...destinations.map(({ tuple }) => tuple.timeWait));
