import type { LogSignature } from "../host/evidence.ts";
import { findSocketError, type SocketError } from "./error-codes.ts";
import { destinationIn, ipv6OfEveryHostIn, listenedPortIn, localPortIn } from "./log-endpoints.ts";

export interface SignedLine {
  signature: LogSignature;
  /** Where in the line it stands. */
  index: number;
  /** The fixed port that a bind() was refused. */
  port: number | null;
  destination: string | null;
}

/** A line is looked at this far: what follows is not evidence, and a pattern must not be led astray by it. */
const LOOKED_AT = 4_000;

/** Words of one program or kernel message each: they need no errno. */
const PHRASES: readonly (readonly [LogSignature, RegExp])[] = [
  ["haproxy-no-free-ports", /\bno free ports\b|\bSource port range exhausted\b|\bOut of local source ports on the system\b/i],
  ["conntrack-full", /\b(?:nf|ip)_conntrack:? (?:.{0,40})?table full\b/i],
  // Cilium's BPF masquerade (cilium, bpf/lib/common.h, DROP_NAT_NO_MAPPING).
  ["snat-port-refused", /\bNo mapping for NAT masquerade\b|\bFailed to allocate SNAT port\b/i],
  ["time-wait-overflow", /\btime wait bucket table overflow\b/i],
  ["orphans", /\btoo many (?:of )?orphaned sockets\b/i],
  ["tcp-memory", /\bconsider tuning tcp_mem\b|\bout of socket memory\b/i],
  ["file-descriptors", /\bfile-max limit \d+ reached\b/i],
  ["macos-udp-ports", /\bless than \d+ UDP ports left\b/i],
  [
    "windows-4231",
    /\bephemeral port number from the global TCP port space has failed\b|\bTcpip\b.{0,80}\b4231\b|\b4231\b.{0,80}\bTcpip\b/i,
  ],
  [
    "windows-4266",
    /\bephemeral port number from the global UDP port space has failed\b|\bTcpip\b.{0,80}\b4266\b|\b4266\b.{0,80}\bTcpip\b/i,
  ],
  [
    "windows-4227",
    /\bselected local endpoint was recently used to connect to the same remote endpoint\b|\bTcpip\b.{0,80}\b4227\b|\b4227\b.{0,80}\bTcpip\b/i,
  ],
  ["netlogon-5809", /\bNETLOGON\b.{0,80}\b5809\b|\b5809\b.{0,80}\bNETLOGON\b/i],
  ["rpc-5820", /\bNETLOGON\b.{0,80}\b5820\b|\b5820\b.{0,80}\bNETLOGON\b/i],
];

/** Speaks of a bind() or a listener. Java's class `BindException` does not: it stands for failed connects as well. */
const BINDS = /(?<![A-Za-z.])(?:bind|binding|listen|listening|listener|EADDRINUSE: address already in use)(?![A-Za-z])|バインド/i;
const CONNECTS =
  /(?<![A-Za-z])(?:connect|connecting|connection(?! in use: \()|dial|upstream|outgoing|NewConnectionError|HttpClient|WebClient|HttpRequestException)(?![A-Za-z])|接続|NewConnectionError|ConnectException/i;
/** Where a UDP socket without a port answers EAGAIN, which elsewhere means that a call would have to wait. */
const UDP = /\b(?:udp|dns|resolver?|resolv\.conf|getaddrinfo|nameserver|statsd|syslog|ntp|BlockingIOError.{0,200}\bsendto)\b/i;

/** What a line in a log says of ports; null where it says nothing of them, or may as well mean something else. */
export function signLine(text: string): SignedLine | null {
  const line = text.slice(0, LOOKED_AT);
  for (const [signature, phrase] of PHRASES) {
    const match = phrase.exec(line);
    if (match) return { signature, index: match.index, port: null, destination: destinationIn(line) };
  }
  const found = findSocketError(line);
  if (!found) return null;
  const read = READ[found.error](line);
  return read && { index: found.index, port: null, destination: null, ...read };
}

type Reading = Pick<SignedLine, "signature"> & Partial<Pick<SignedLine, "port" | "destination">>;

const READ: Record<SocketError, (line: string) => Reading | null> = {
  /** From bind() it means an address that this host does not have, which no port helps; of two it says that IPv6 is off. */
  "address-unavailable": (line) => {
    if (CONNECTS.test(line) || !BINDS.test(line)) return { signature: "connect-address-unavailable", destination: destinationIn(line) };
    const missing = ipv6OfEveryHostIn(line);
    return missing === null ? null : { signature: "connect-address-unavailable", destination: missing };
  },

  /** A service that is refused its own port is no exhaustion; a bind() of port 0 is, as is a connect(). */
  "address-in-use": (line) => {
    const connects = CONNECTS.test(line);
    const port = connects ? localPortIn(line) : listenedPortIn(line);
    if (/\bdial udp/i.test(line)) return { signature: "udp-again", destination: destinationIn(line) };
    if (port === 0 || /\blocal address already in use\b/i.test(line)) return { signature: "connect-address-in-use" };
    if (connects && (!BINDS.test(line) || /\bin use: connect\b/i.test(line))) {
      return { signature: "connect-address-in-use", destination: destinationIn(line) };
    }
    return { signature: "bind-address-in-use", port };
  },

  "try-again": (line) => (UDP.test(line) ? { signature: "udp-again", destination: destinationIn(line) } : null),
  "too-many-files": () => ({ signature: "file-descriptors" }),
  "access-refused": (line) => ({
    signature: "port-refused",
    port: (CONNECTS.test(line) ? localPortIn(line) : listenedPortIn(line)) || null,
  }),
  "no-buffer-space": (line) => ({ signature: "no-buffer-space", destination: destinationIn(line) }),
};
