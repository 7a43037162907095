import { few, say } from "../say.ts";
import type { Signs } from "../signs.ts";
import { inState } from "../state-counts.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** tcp_now counts milliseconds in 32 bits (XNU, bsd/netinet/tcp_subr.c): after 2^32 of them, 49.7 days, it stops. */
const OVERFLOW_MS = 2 ** 32;
const DAY_MS = 86_400_000;
/** Entries that 30 s of TIME_WAIT do not explain on a machine that people use. */
const MANY_ENTRIES = 2_000;
/** Share of the sockets that are in TIME_WAIT. */
const SHARE_LEAST = 0.6;
/** So long after the last look, every entry of then is gone on a healthy system: TIME_WAIT lasts 30 s. */
const DECAYED_MINUTES = 2;

/** The TCP clock of macOS has stopped: entries in TIME_WAIT do not end, and only a restart of the system clears them. */
export const macosClock = defineCause({
  id: "os-bug-macos-tcp_now",
  platforms: ["darwin"],
  explains: ["short-connections-one-destination", "pool-misconfigured", "range-size", "server-side-time-wait", "benchmark-one-destination"],

  weigh(signs): Weighing {
    const { uptimeMs } = signs.current.host;
    const timeWait = Math.max(inState(signs, "timeWait"), entriesOf(signs));
    const days = uptimeMs === undefined ? null : uptimeMs / DAY_MS;
    if (uptimeMs !== undefined && uptimeMs < OVERFLOW_MS)
      return excluded(say("cause-uptime", { observed: days ?? 0, limit: OVERFLOW_MS / DAY_MS }));
    const others = inState(signs, "established") + inState(signs, "closeWait") + inState(signs, "finWait2");
    if (timeWait < MANY_ENTRIES || timeWait < SHARE_LEAST * (timeWait + others)) return excluded(few("time-wait", timeWait));
    const lasting = isLasting(signs, timeWait)
      ? [say("cause-not-decaying", { observed: timeWait, figures: { minutes: Math.round(signs.history.minutes) } })]
      : [];
    if (days !== null)
      return possible("proof", timeWait, [
        say("cause-clock-stopped", { observed: timeWait, figures: { days: Math.floor(days) } }),
        ...lasting,
      ]);
    if (lasting.length > 0) return possible("strong", timeWait, lasting);
    // An implicit bind always takes an unused port (XNU, in_pcb.c): more entries than ports cannot be of the last 30 s.
    const isMoreThanPorts = signs.current.namespaces.some(({ capacity }) => capacity !== null && timeWait > capacity);
    const evidence = say("cause-clock-stopped", { observed: timeWait, figures: { days: -1 } });
    return isMoreThanPorts
      ? possible("likely", timeWait, [evidence])
      : undecided(say("cause-unread", { figures: { part: "uptime", reason: "unsupported" } }));
  },
});

const entriesOf = ({ destinations, current }: Signs): number =>
  destinations.reduce((sum, { tuple }) => sum + tuple.timeWait, 0) +
  current.namespaces.reduce((sum, { serverTimeWait }) => sum + (serverTimeWait ?? 0), 0);

/** Their number never fell since, and hardly anything was opened that could have replaced them. */
function isLasting({ history, current }: Signs, timeWait: number): boolean {
  const before = history.snapshots.map(({ namespaces }) =>
    namespaces.reduce((sum, { tcpStates }) => sum + (tcpStates ? tcpStates.v4.timeWait + tcpStates.v6.timeWait : 0), 0),
  );
  const opened = [...history.snapshots.slice(1), current].reduce((sum, { counters }) => sum + (counters?.activeOpens ?? 0), 0);
  return history.minutes >= DECAYED_MINUTES && before.length > 0 && before.every((each) => each >= 0.9 * timeWait) && opened < timeWait / 2;
}
