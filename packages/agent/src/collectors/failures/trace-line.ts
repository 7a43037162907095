import type { Destination } from "@berth/shared/domain/host/snapshot.ts";
import { formatAddress, isWildcard, parseAddress } from "@berth/shared/domain/network/address.ts";

export type TracedCall =
  /** A TCP connect() that found no local port: SYN_SENT back to CLOSE without ever having one. */
  | { kind: "autobind"; source: string | null; destination: Destination }
  /** bind() answered EADDRINUSE; neither address nor protocol is told. */
  | { kind: "bind-in-use" }
  /** connect() answered EAGAIN: a UDP socket without a port, or a full local (AF_UNIX) backlog. */
  | { kind: "connect-again" };

export interface TracedFailure {
  /** The kernel's id of the thread. */
  threadId: number;
  /** Name of the thread as it was then, at most 15 characters of its own choice; null where the kernel had forgotten it. */
  threadName: string | null;
  /** CLOCK_MONOTONIC. */
  atMs: number;
  call: TracedCall;
}

/**
 * `comm-tid [cpu] flags seconds: event: …`, Documentation/trace/ftrace.rst. The name is hostile: it may hold anything, a
 * line feed and a look-alike of the rest included. So the rest is matched from the right, where the name cannot reach: it
 * has 15 characters and the shortest real rest has more.
 */
const LINE = /^(.*)-(\d+) +(?:\([ \d-]+\) +)?\[\d{3,}\] [^\s:]+ +(\d+\.\d+): (inet_sock_set_state|sys_bind|sys_connect)(?::| ->) (.+)$/s;
const AUTOBIND =
  /^family=AF_INET6? protocol=IPPROTO_TCP sport=0 dport=(\d{1,5}) saddr=([\d.]+) daddr=([\d.]+) saddrv6=([\da-f:.]+) daddrv6=([\da-f:.]+) oldstate=TCP_SYN_SENT newstate=TCP_CLOSE$/;
/** The print format shows the return value as an unsigned long of 32 or 64 bits. */
const RETURNED = /^0x(?:ffffffff)?([0-9a-f]{8})$/;
const LOST = /^CPU:\d+ \[LOST (\d+) EVENTS\]$/;

const EAGAIN = -11;
const EADDRINUSE = -98;

/** What a piece of the trace says. A line that is none of ours is left out; `lost` were overwritten before they were read. */
export function readTrace(text: string): { failures: TracedFailure[]; lost: number } {
  const failures: TracedFailure[] = [];
  let lost = 0;
  for (const line of text.split("\n")) {
    const failure = readLine(line);
    if (failure) failures.push(failure);
    else lost += Number(LOST.exec(line)?.[1] ?? 0);
  }
  return { failures, lost };
}

function readLine(line: string): TracedFailure | null {
  const match = LINE.exec(line);
  if (!match) return null;
  const [, name = "", threadId = "", seconds = "", event = "", said = ""] = match;
  const call = readCall(event, said);
  const threadName = name.trimStart();
  return (
    call && {
      threadId: Number(threadId),
      threadName: threadName === "" || threadName === "<...>" ? null : threadName,
      atMs: Number(seconds) * 1_000,
      call,
    }
  );
}

function readCall(event: string, said: string): TracedCall | null {
  if (event === "inet_sock_set_state") return readAutobind(said);
  const returned = Number.parseInt(RETURNED.exec(said)?.[1] ?? "0", 16) | 0;
  if (event === "sys_bind") return returned === EADDRINUSE ? { kind: "bind-in-use" } : null;
  return returned === EAGAIN ? { kind: "connect-again" } : null;
}

function readAutobind(said: string): TracedCall | null {
  const [, port = "", source4 = "", destination4 = "", source6 = "", destination6 = ""] = AUTOBIND.exec(said) ?? [];
  const isV6 = said.startsWith("family=AF_INET6");
  const source = parseAddress(isV6 ? source6 : source4);
  const destination = parseAddress(isV6 ? destination6 : destination4);
  if (!destination || Number(port) > 65_535) return null;
  return {
    kind: "autobind",
    source: source && !isWildcard(source) ? formatAddress(source) : null,
    destination: { address: formatAddress(destination), port: Number(port) },
  };
}
