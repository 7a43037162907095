import type { NetworkSettings } from "../host/settings.ts";
import { type Address, isLoopback } from "../network/address.ts";

/** TCP_TIMEWAIT_LEN of Linux (include/net/tcp.h): no setting changes it. */
export const TIME_WAIT_SECONDS = 60;
const TIME_WAIT_MS = TIME_WAIT_SECONDS * 1000;

/**
 * tcp_tw_reuse_delay where the kernel has no such setting: before 6.14 the age is counted in whole seconds and must be
 * more than one, which is surely so at two.
 */
const DEFAULT_REUSE_DELAY_MS = 2_000;

/**
 * How old a TIME_WAIT entry between two addresses must be before a new connection of the same tuple may take it over,
 * in ms; null where it never may. Only entries whose port connect() chose count: one that bind() took holds its port
 * for the whole minute.
 *
 * Reuse needs timestamps, and mode 1, or mode 2 with a literal loopback address on either end or a socket bound to lo
 * (net/ipv4/tcp_ipv4.c, tcp_twsk_unique). A setting that could not be read counts as no reuse.
 */
export function reuseDelayMs(settings: NetworkSettings, local: Address, remote: Address, isLoopbackDevice: boolean): number | null {
  if (!settings.tcpTimestamps || !settings.tcpTwReuse || !mayReuse(settings, local, remote, isLoopbackDevice)) return null;
  return settings.tcpTwReuseDelayMs ?? DEFAULT_REUSE_DELAY_MS;
}

/**
 * Whether the kernel may let a TIME_WAIT entry go at some age, whatever can be seen of it: the timestamps are its
 * connection's, not the setting's of today, and a late segment sets its timer back but not the clock of reuse.
 */
export function mayReuse({ tcpTwReuse }: NetworkSettings, local: Address, remote: Address, isLoopbackDevice: boolean): boolean {
  return tcpTwReuse === 1 || tcpTwReuse === null || (tcpTwReuse === 2 && (isLoopback(local) || isLoopback(remote) || isLoopbackDevice));
}

/** Age of a TIME_WAIT entry. A duplicated FIN sets the timer back, so this is a lower bound. */
export const timeWaitAgeMs = (expiresMs: number): number => TIME_WAIT_MS - expiresMs;

/**
 * A timer that fires this soon after the dump has fired by the time an answer is read. It widens `high` only: the
 * bound is churn × the time from dump to answer.
 */
const RELEASE_SLACK_MS = 500;

/** Whether an entry is gone before long; `expiresMs` is 0 for a socket without such a timer. */
export const isLeaving = (expiresMs: number): boolean => expiresMs > 0 && expiresMs <= RELEASE_SLACK_MS;
