import type { Evidence } from "../../checklist/check.ts";
import { tupleSubject } from "../../checklist/subject.ts";
import { churnEvidence } from "../churn-signs.ts";
import type { DestinationSigns } from "../destination-signs.ts";
import { forwards, liveEvidence, liveStrength } from "../live-signs.ts";
import { isForwarder, isLoadGenerator } from "../runtimes.ts";
import { few, say, unreadPart } from "../say.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Share of all outbound connections that one source and one destination hold on a machine that does nothing else. */
const ONE_PAIR_SHARE = 0.95;
/** Share of capacity that nothing but a test of the limit fills with live connections. */
const FILLED_SHARE = 0.95;

/** A load generator, or a test of how many connections there can be: one source, one destination, and nothing beside them. */
export const benchmark = defineCause({
  id: "benchmark-one-destination",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: ["short-connections-one-destination", "pool-misconfigured", "long-lived-connections", "kernel-port-search", "range-size"],

  weigh(signs): Weighing {
    const [first] = signs.destinations;
    if (!first) return signs.isRead ? excluded(few("live", 0)) : undecided(unreadPart(signs.current, "tcp"));
    const churn = signs.churn;
    for (const destination of signs.destinations) {
      const generator = generatorOf(signs, destination);
      const strength = churn?.destination === destination ? churn.strength : liveStrength(signs, destination);
      if (generator && strength !== null && strength !== "hint") {
        const what = churn?.destination === destination ? churnEvidence(destination) : liveEvidence(destination);
        return possible(strength, destination.tuple.used, [say("cause-load-generator", { subject: generator }), what]);
      }
    }
    return oneTest(signs, first) ?? excluded(say("cause-no-generator"));
  },
});

function generatorOf({ refusals }: Signs, { tuple, namespace, live, isNamed }: DestinationSigns): string | null {
  const held = tuple.holders.map(({ process }) => process).find(isLoadGenerator);
  if (held !== undefined || tuple.holders.length > 0) return held ?? null;
  // Where nobody knows who holds the tuple, it is the generator that has about as many connections open as there are.
  const running =
    namespace.processes.find((each) => isLoadGenerator(each.name) && each.established > 0 && each.established * 2 >= live)?.name ?? null;
  return running ?? (isNamed ? (refusals.find(({ process }) => isLoadGenerator(process))?.process ?? null) : null);
}

/** Nearly every port is a live connection of one pair, something was refused, and nothing comes in that would be passed on. */
function oneTest(signs: Signs, destination: DestinationSigns): Weighing | null {
  const { tuple, live, namespace, holder, refusals } = destination;
  const outbound = signs.destinations.reduce((sum, each) => sum + each.live + each.tuple.timeWait, 0) + otherEntries(signs);
  const share = (live + tuple.timeWait) / Math.max(1, outbound);
  const isRefused = refusals.some(({ kind }) => kind === "connect-unavailable" || kind === "no-buffers");
  const isTest = live >= FILLED_SHARE * tuple.capacity && share >= ONE_PAIR_SHARE && isRefused;
  if (signs.isShared || !isTest || isForwarder(holder) || forwards(destination)) return null;
  const pair: Evidence = say("cause-one-pair", { subject: tupleSubject(tuple), namespace, observed: share, unit: "ratio" });
  return possible("strong", tuple.used, [liveEvidence(destination), pair, ...refusals.slice(0, 1).map(({ evidence }) => evidence)]);
}

const otherEntries = ({ current }: Signs): number => current.namespaces.reduce((sum, { otherTuples }) => sum + otherTuples.entries, 0);
