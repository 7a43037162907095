import { tupleSubject } from "../../checklist/subject.ts";
import type { Snapshot, Tuple } from "../../host/snapshot.ts";
import { bestOf } from "../best-of.ts";
import type { DestinationSigns } from "../destination-signs.ts";
import { few, say, unreadPart } from "../say.ts";
import type { Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Growth is a leak only over time: a start or a burst looks the same for minutes. */
const HISTORY_MINUTES = 30;
/** Fewer live connections than these are no trouble yet. */
const LIVE_LEAST = 1_000;
/** Growth over the history, relative to its beginning. */
const GROWTH_LEAST = 0.2;
/** Closes for each connection that was added, above which connections are not forgotten but used. */
const CLOSES_EACH = 0.2;
const SAMPLES = 12;

/** Connections that are opened and never closed: their number only rises, and hardly any goes into TIME_WAIT. */
export const leakEstablished = defineCause({
  id: "leak-established",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: ["long-lived-connections", "kernel-port-search", "file-descriptors", "range-size", "benchmark-one-destination"],

  weigh(signs): Weighing {
    if (!signs.isAnyRead) return undecided(unreadPart(signs.current, "tcp"));
    const large = signs.destinations.filter(({ live }) => live >= LIVE_LEAST);
    if (large.length === 0) return excluded(few("live", Math.max(0, ...signs.destinations.map(({ live }) => live))));
    if (signs.history.minutes < HISTORY_MINUTES)
      return undecided(say("cause-too-short", { observed: signs.history.minutes, limit: HISTORY_MINUTES, unit: "minutes" }));
    return bestOf(large.map((each) => grown(signs, each))) ?? excluded(steady(large[0]!, signs.history.minutes));
  },
});

function grown({ history, policy }: Signs, destination: DestinationSigns): Weighing {
  const { tuple, namespace, live, closesPerSecond } = destination;
  const series = [...sampled(history.snapshots).flatMap((each) => liveBefore(each, namespace.id, tuple) ?? []), live];
  const [first = live] = series;
  const isRising = series.length >= 4 && series.every((each, index) => index === 0 || each >= series[index - 1]! * 0.98);
  const added = live - first;
  const closed = closesPerSecond * history.minutes * 60;
  if (!isRising || added < GROWTH_LEAST * first || closed > CLOSES_EACH * added) return excluded(steady(destination, history.minutes));
  const growth = say("cause-growth", {
    subject: tupleSubject(tuple),
    namespace,
    observed: live,
    unit: "sockets",
    figures: { before: first, minutes: Math.round(history.minutes) },
  });
  return possible(live > policy.tuple.warnRatio * tuple.capacity ? "strong" : "likely", live, [growth]);
}

/** Enough of them to see a number rise, whatever the interval of the host. */
function sampled(snapshots: readonly Snapshot[]): Snapshot[] {
  const step = Math.max(1, Math.floor(snapshots.length / SAMPLES));
  return snapshots.filter((_, index) => index % step === 0);
}

/** What was live on this tuple then; null where it was not listed. */
function liveBefore({ namespaces }: Snapshot, namespaceId: string, { source, destination }: Tuple): number | null {
  const then = namespaces
    .find(({ id }) => id === namespaceId)
    ?.tuples.find(
      (each) => each.source === source && each.destination.address === destination.address && each.destination.port === destination.port,
    );
  return then ? then.established + then.closeWait + then.synSent + then.finWait : null;
}

const steady = ({ tuple, namespace, live }: DestinationSigns, minutes: number) =>
  say("cause-steady", {
    subject: tupleSubject(tuple),
    namespace,
    observed: live,
    unit: "sockets",
    figures: { minutes: Math.round(minutes) },
  });
