import { bestOf } from "../best-of.ts";
import { forwards, incoming, liveEvidence, liveStrength } from "../live-signs.ts";
import { isForwarder } from "../runtimes.ts";
import { few, say, unreadPart } from "../say.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Connections that are meant to stay, more of them than one source and one destination can have. */
export const longLived = defineCause({
  id: "long-lived-connections",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: ["kernel-port-search"],

  weigh(signs): Weighing {
    if (signs.destinations.length === 0) return signs.isRead ? excluded(few("live", 0)) : undecided(unreadPart(signs.current, "tcp"));
    const weighed = signs.destinations.flatMap((destination): Weighing[] => {
      const strength = liveStrength(signs, destination);
      if (strength === null) return [];
      const isProxy = isForwarder(destination.holder) || forwards(destination);
      const passed = incoming(destination.namespace, destination.tuple);
      return [
        possible(strength, destination.live, [
          liveEvidence(destination),
          ...(isProxy && passed > 0
            ? [say("cause-forwards", { subject: destination.holder ?? "", observed: passed, unit: "sockets" })]
            : []),
          ...destination.refusals.slice(0, 1).map(({ evidence }) => evidence),
        ]),
      ];
    });
    return bestOf(weighed) ?? excluded(few("live", Math.max(...signs.destinations.map(({ live }) => live))));
  },
});
