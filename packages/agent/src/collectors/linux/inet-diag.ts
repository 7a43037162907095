import type { GapReason } from "@berth/shared/domain/host/gap.ts";
import { SOCKET_FLAG, type SocketSink } from "@berth/shared/domain/ports/socket-table.ts";
import { errorCode, reasonOf } from "../gap-from-error.ts";
import type { NetlinkSocket } from "../netlink-socket.ts";
import {
  AF_INET,
  AF_INET6,
  familyDumpRequest,
  IPPROTO_UDP,
  SOCK_DIAG_BY_FAMILY,
  STATE_BOUND_INACTIVE,
  STATES_ALL,
  STATES_LISTEN,
  TCPDIAG_GETSOCK,
  tcpDumpRequest,
} from "./inet-diag-request.ts";

/** What one dump came to. `reason` is null when every socket arrived. */
export interface DumpOutcome {
  reason: GapReason | null;
  detail: string;
  /** The kernel says that the table changed under the dump (NLM_F_DUMP_INTR): complete, but not of one moment. */
  isInterrupted: boolean;
  /** Sockets that arrived in state CLOSE: bound-inactive, for TCP. */
  closed: number;
}

// include/uapi/linux/netlink.h
const NLMSG_NOOP = 1;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLMSG_OVERRUN = 4;
const NLM_F_DUMP_INTR = 0x10;
const HEADER_BYTES = 16;
const HEADER_WORDS = 4;

// include/uapi/linux/inet_diag.h; attributes start after struct inet_diag_msg.
const MESSAGE_BYTES_MIN = HEADER_BYTES + 72;
const MESSAGE_WORDS_MIN = MESSAGE_BYTES_MIN >> 2;
const INET_DIAG_SKV6ONLY = 11;
const INET_DIAG_SOCKOPT = 22;
/** `idiag_timer` of TIME_WAIT and FIN_WAIT_2 mini sockets. */
const TIMER_TIME_WAIT = 3;
const STATE_CLOSE = 7;

/** The kernel fills at most 32 KiB a datagram (af_netlink.c, netlink_dump). */
const BUFFER_BYTES = 64 * 1024;
/** A kernel that keeps sending without end is not to be followed: 64 KiB times so many is 4 GiB. */
const DATAGRAMS_MAX = 65_536;

const ENOBUFS = 105;
const EPERM = 1;
const EACCES = 13;

/**
 * Reads NETLINK_SOCK_DIAG dumps into a sink. One buffer, one view, no object and no string per socket. A datagram that
 * does not parse makes the whole dump a failure; it is still received to its end, so that the socket can be used again.
 */
export class InetDiag {
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #words = new Int32Array(this.#buffer.buffer);
  #sequence = 0;
  #outcome: DumpOutcome = { reason: null, detail: "", isInterrupted: false, closed: 0 };

  /** Listeners first, then every other state, with or without bound-inactive sockets. The sink must be empty. */
  dumpTcp(socket: NetlinkSocket, sink: SocketSink, withBoundInactive: boolean): DumpOutcome {
    const rest = (STATES_ALL & ~STATES_LISTEN) | (withBoundInactive ? STATE_BOUND_INACTIVE : 0);
    this.#begin();
    this.#run(socket, tcpDumpRequest(STATES_LISTEN, ++this.#sequence), sink);
    if (this.#outcome.reason === null) this.#run(socket, tcpDumpRequest(rest, ++this.#sequence), sink);
    return this.#outcome;
  }

  /** Both families, one dump each. The sink must be empty. */
  dumpUdp(socket: NetlinkSocket, sink: SocketSink): DumpOutcome {
    this.#begin();
    this.#run(socket, familyDumpRequest(AF_INET6, IPPROTO_UDP, STATES_ALL, ++this.#sequence), sink);
    if (this.#outcome.reason === null) this.#run(socket, familyDumpRequest(AF_INET, IPPROTO_UDP, STATES_ALL, ++this.#sequence), sink);
    return this.#outcome;
  }

  #begin() {
    this.#outcome = { reason: null, detail: "", isInterrupted: false, closed: 0 };
  }

  #run(socket: NetlinkSocket, request: Uint8Array, sink: SocketSink) {
    try {
      socket.send(request);
      for (let datagrams = 0; ; datagrams++) {
        if (datagrams === DATAGRAMS_MAX) return this.#fail("truncated", "the dump did not end");
        const length = socket.receive(this.#buffer);
        if (length > BUFFER_BYTES) this.#fail("truncated", `a datagram of ${length} bytes did not fit`);
        else if (length === 0) return this.#fail("malformed", "the socket closed during the dump");
        else if (this.#parse(length, sink)) return;
      }
    } catch (error) {
      this.#fail(reasonOf(error), error instanceof Error ? error.message : String(error));
      // The kernel dropped a datagram; the rest of the dump would answer the next question.
      if (errorCode(error) === "ENOBUFS") this.#drain(socket);
    }
  }

  #drain(socket: NetlinkSocket) {
    try {
      for (let datagrams = 0; datagrams < DATAGRAMS_MAX; datagrams++) {
        const length = socket.receive(this.#buffer);
        if (length === 0 || (length <= BUFFER_BYTES && this.#parse(length, null))) return;
      }
    } catch {
      // Nothing more comes: that is what draining waits for.
    }
  }

  /** The first failure is the one that is told. */
  #fail(reason: GapReason, detail: string) {
    if (this.#outcome.reason !== null) return;
    this.#outcome.reason = reason;
    this.#outcome.detail = detail;
  }

  /** One datagram; true when the dump is over. After a failure messages are only followed to their end. */
  #parse(length: number, sink: SocketSink | null): boolean {
    const words = this.#words;
    const sequence = this.#sequence;
    const end = length >> 2;
    let closed = 0;
    let at = 0;
    while (at < end) {
      if (at + HEADER_WORDS > end) return this.#endOfNonsense("a message header is cut off");
      const bytes = words[at]!;
      const next = at + ((bytes + 3) >> 2);
      if (bytes < HEADER_BYTES || next > end) return this.#endOfNonsense(`a message claims ${bytes} bytes`);
      const typeAndFlags = words[at + 1]!;
      const type = typeAndFlags & 0xffff;
      if ((typeAndFlags >>> 16) & NLM_F_DUMP_INTR) this.#outcome.isInterrupted = true;
      if (words[at + 2] !== sequence) {
        // The rest of an earlier dump that was given up.
        at = next;
        continue;
      }
      if (type < 16) {
        if (this.#control(type, bytes, at)) return true;
        at = next;
        continue;
      }
      if (type !== TCPDIAG_GETSOCK && type !== SOCK_DIAG_BY_FAMILY) return this.#endOfNonsense(`a message of type ${type}`);
      if (sink !== null) {
        if (bytes < MESSAGE_BYTES_MIN) return this.#endOfNonsense(`a socket of ${bytes} bytes`);
        const familyStateTimer = words[at + 4]!;
        const family = familyStateTimer & 0xff;
        if (family !== AF_INET && family !== AF_INET6) return this.#endOfNonsense(`a socket of address family ${family}`);
        const state = (familyStateTimer >>> 8) & 0xff;
        const isTimeWait = ((familyStateTimer >>> 16) & 0xff) === TIMER_TIME_WAIT;
        let flags = 0;
        for (let attribute = at + MESSAGE_WORDS_MIN; attribute < next; ) {
          const head = words[attribute]!;
          const size = head & 0xffff;
          const after = attribute + ((size + 3) >> 2);
          if (size < 4 || after > next) return this.#endOfNonsense(`an attribute claims ${size} bytes`);
          const kind = (head >>> 16) & 0x3fff;
          if (kind === INET_DIAG_SOCKOPT && size >= 6) {
            const options = (words[attribute + 1]! >>> 8) & 0xff;
            if (options & 1) flags |= SOCKET_FLAG.noPort;
            if (options & 4) flags |= SOCKET_FLAG.deferConnect;
          } else if (kind === INET_DIAG_SKV6ONLY && size >= 5 && words[attribute + 1]! & 0xff) flags |= SOCKET_FLAG.v6Only;
          attribute = after;
        }
        if (state === STATE_CLOSE) closed++;
        const ports = words[at + 5]!;
        sink.add(
          family === AF_INET ? 4 : 6,
          state,
          ((ports & 0xff) << 8) | ((ports >>> 8) & 0xff),
          ((ports >>> 8) & 0xff00) | (ports >>> 24),
          words[at + 6]!,
          words[at + 7]!,
          words[at + 8]!,
          words[at + 9]!,
          words[at + 10]!,
          words[at + 11]!,
          words[at + 12]!,
          words[at + 13]!,
          isTimeWait ? words[at + 17]! : 0,
          flags,
          words[at + 14]!,
          words[at + 21]!,
        );
      }
      at = next;
    }
    this.#outcome.closed += closed;
    return false;
  }

  /** A datagram that makes no sense: the dump has failed, but goes on until the kernel ends it. */
  #endOfNonsense(detail: string): boolean {
    this.#fail("malformed", detail);
    return false;
  }

  /** DONE, ERROR, NOOP, OVERRUN; true when the dump is over. */
  #control(type: number, bytes: number, at: number): boolean {
    if (type === NLMSG_NOOP) return false;
    if (type === NLMSG_OVERRUN) {
      this.#fail("truncated", "the kernel reports an overrun");
      return false;
    }
    if (type !== NLMSG_DONE && type !== NLMSG_ERROR) {
      this.#fail("malformed", `a message of type ${type}`);
      return false;
    }
    if (type === NLMSG_ERROR && bytes < HEADER_BYTES + 4) {
      this.#fail("malformed", "an error without a number");
      return true;
    }
    const errno = bytes >= HEADER_BYTES + 4 ? -this.#words[at + HEADER_WORDS]! : 0;
    if (errno !== 0) this.#fail(reasonOfErrno(errno), `the kernel answers error ${errno}`);
    return true;
  }
}

function reasonOfErrno(errno: number): GapReason {
  if (errno === EPERM || errno === EACCES) return "denied";
  return errno === ENOBUFS ? "truncated" : "unsupported";
}
