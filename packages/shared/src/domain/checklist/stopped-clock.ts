import type { Snapshot } from "../host/snapshot.ts";
import type { Evidence, History } from "./check.ts";

/** tcp_now counts milliseconds in 32 bits (XNU, bsd/netinet/tcp_subr.c): after 2^32 of them, 49.7 days, it stops. */
const OVERFLOW_MS = 2 ** 32;
/** Entries, and their share of the connections, that 30 s of TIME_WAIT do not explain on a machine that people use. */
const ENTRIES_LEAST = 2_000;
const SHARE_LEAST = 0.6;
/** TIME_WAIT lasts 30 s: two minutes later none of the entries is left on a healthy system. */
const DECAYED_MINUTES = 2;
const STEADY_SHARE = 0.9;

/**
 * Whether entries in TIME_WAIT do not end on this Mac, so that their number tells no rate: its TCP clock is old enough to
 * have stopped and they are many, they are more than its ports, or they stayed while hardly anything was opened.
 */
export function isTcpClockStopped(current: Snapshot, history: History): boolean {
  const { os, uptimeMs } = current.host;
  if (os !== "darwin" || (uptimeMs !== undefined && uptimeMs < OVERFLOW_MS)) return false;
  const entries = timeWaitOf(current);
  if (entries < ENTRIES_LEAST || entries < SHARE_LEAST * (entries + liveOf(current))) return false;
  const isMoreThanPorts = current.namespaces.some(({ capacity }) => capacity !== null && entries > capacity);
  return uptimeMs !== undefined || isMoreThanPorts || hasStayed(current, history, entries);
}

/** That the number of entries tells no rate. */
export const stoppedNote = (current: Snapshot): Evidence => ({
  subject: "",
  namespaceId: null,
  observed: timeWaitOf(current),
  limit: null,
  unit: "entries",
  rule: "time-wait-stopped",
});

function hasStayed(current: Snapshot, { minutes, snapshots }: History, entries: number): boolean {
  const opened = [...snapshots.slice(1), current].reduce((sum, { counters }) => sum + (counters?.activeOpens ?? 0), 0);
  const isSteady = snapshots.length > 0 && snapshots.every((each) => timeWaitOf(each) >= STEADY_SHARE * entries);
  return minutes >= DECAYED_MINUTES && isSteady && opened < entries / 2;
}

const timeWaitOf = ({ namespaces }: Snapshot): number =>
  namespaces.reduce((sum, { tcpStates }) => sum + (tcpStates ? tcpStates.v4.timeWait + tcpStates.v6.timeWait : 0), 0);

const liveOf = ({ namespaces }: Snapshot): number =>
  namespaces
    .flatMap(({ tcpStates }) => (tcpStates ? [tcpStates.v4, tcpStates.v6] : []))
    .reduce((sum, { established, closeWait, finWait2 }) => sum + established + closeWait + finWait2, 0);
