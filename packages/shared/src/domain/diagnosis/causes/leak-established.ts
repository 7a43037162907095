import { tupleSubject } from "../../checklist/subject.ts";
import { bestOf } from "../best-of.ts";
import type { DestinationSigns } from "../destination-signs.ts";
import { courseOf, HISTORY_MINUTES } from "../growth.ts";
import { few, say, unreadPart } from "../say.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Fewer live connections than these are no trouble yet, unless they take most of a small range. */
const LIVE_LEAST = 1_000;

/** Connections that are opened and never closed: their number only rises, and hardly any goes into TIME_WAIT. */
export const leakEstablished = defineCause({
  id: "leak-established",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: ["long-lived-connections", "kernel-port-search", "file-descriptors", "range-size", "benchmark-one-destination"],

  weigh(signs): Weighing {
    if (!signs.isAnyRead) return undecided(unreadPart(signs.current, "tcp"));
    const large = signs.destinations.filter(
      ({ live, tuple }) => live >= Math.min(LIVE_LEAST, signs.policy.tuple.warnRatio * tuple.capacity),
    );
    if (large.length === 0) return excluded(few("live", Math.max(0, ...signs.destinations.map(({ live }) => live))));
    if (signs.history.minutes < HISTORY_MINUTES)
      return undecided(say("cause-too-short", { observed: signs.history.minutes, limit: HISTORY_MINUTES, unit: "minutes" }));
    return bestOf(large.map((each) => grown(signs, each))) ?? excluded(steady(large[0]!, signs.history.minutes));
  },
});

function grown({ history, policy }: Signs, destination: DestinationSigns): Weighing {
  const { tuple, namespace, live } = destination;
  const course = courseOf(history, destination);
  if (course.kind !== "grows") return excluded(steady(destination, history.minutes));
  const growth = say("cause-growth", {
    subject: tupleSubject(tuple),
    namespace,
    observed: live,
    unit: "sockets",
    figures: { before: course.before, minutes: Math.round(history.minutes) },
  });
  return possible(live > policy.tuple.warnRatio * tuple.capacity ? "strong" : "likely", live, [growth]);
}

const steady = ({ tuple, namespace, live }: DestinationSigns, minutes: number) =>
  say("cause-steady", {
    subject: tupleSubject(tuple),
    namespace,
    observed: live,
    unit: "sockets",
    figures: { minutes: Math.round(minutes) },
  });
