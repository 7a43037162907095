import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signLine } from "./log-signature.ts";

/** What runtimes and kernels print, and what it is evidence of: signature, and the port or destination that it names. */
const LINES: readonly (readonly [line: string, signature: string | null, named?: number | string | null])[] = [
  // connect() without a port
  ["OSError: [Errno 99] Cannot assign requested address", "connect-address-unavailable"],
  ["Error: connect EADDRNOTAVAIL 127.0.0.1:8080 - Local (0.0.0.0:0)", "connect-address-unavailable", "127.0.0.1:8080"],
  ["java.net.BindException: Cannot assign requested address", "connect-address-unavailable"],
  ["java.net.ConnectException: Cannot assign requested address", "connect-address-unavailable"],
  ["dial tcp 10.4.7.21:6379: connect: cannot assign requested address", "connect-address-unavailable", "10.4.7.21:6379"],
  ["dial tcp [2001:db8::7]:443: connect: cannot assign requested address", "connect-address-unavailable", "[2001:db8::7]:443"],
  ["Error: Cannot assign requested address (os error 99)", "connect-address-unavailable"],
  ["{error,eaddrnotavail}", "connect-address-unavailable"],
  ["System.Net.Sockets.SocketException (99): Cannot assign requested address", "connect-address-unavailable"],
  [
    "2026/11/24 11:18:13 [crit] 12#12: *8 connect() to 10.0.0.5:80 failed (99: Cannot assign requested address) while connecting to upstream",
    "connect-address-unavailable",
    "10.0.0.5:80",
  ],
  [
    "HTTPConnectionPool(host='api.internal', port=8080): Max retries exceeded (Caused by NewConnectionError: [Errno 99] x)",
    "connect-address-unavailable",
    "api.internal:8080",
  ],
  ["OSError: [Errno 49] Can't assign requested address", "connect-address-unavailable"],
  // in other languages
  ["connect: Die angeforderte Adresse kann nicht zugewiesen werden", "connect-address-unavailable"],
  ["connect: No se puede asignar la dirección solicitada", "connect-address-unavailable"],
  ["connect: Impossible d’assigner l’adresse demandée", "connect-address-unavailable"],
  ["connect: 无法指定被请求的地址", "connect-address-unavailable"],
  ["connect: 要求アドレスに割り当てられません", "connect-address-unavailable"],
  ["connect: Невозможно назначить запрошенный адрес", "connect-address-unavailable"],
  ["OSError: [Errno 99] ein Text, den niemand kennt", "connect-address-unavailable"],
  // an address that the host does not have
  ["nginx: [emerg] bind() to 10.9.9.9:80 failed (99: Cannot assign requested address)", null],
  ["[Errno 99] error while attempting to bind on address ('10.9.9.9', 8000): cannot assign requested address", null],
  // connect() or bind(0) that was refused
  ["java.net.BindException: Address already in use: connect", "connect-address-in-use"],
  ["[WinError 10048] Only one usage of each socket address, connecting to 10.0.0.5:443", "connect-address-in-use", "10.0.0.5:443"],
  ["failed to bind to 127.0.0.6:0: Address already in use", "connect-address-in-use"],
  ["Connect() failed for backend api: local address already in use.", "connect-address-in-use"],
  // a service that is refused its own port
  ["nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)", "bind-address-in-use", 80],
  ["Error: listen EADDRINUSE: address already in use :::3000", "bind-address-in-use", 3000],
  ["listen tcp :8080: bind: address already in use", "bind-address-in-use", 8080],
  ["[Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use", "bind-address-in-use", 8000],
  ["bind: Die Adresse wird bereits verwendet", "bind-address-in-use", null],
  ["OSError: [Errno 98] Address already in use", "bind-address-in-use", null],
  // UDP
  ["getaddrinfo: socket: [Errno 11] Resource temporarily unavailable", "udp-again"],
  ["dial udp 10.0.0.2:53: connect: resource temporarily unavailable", "udp-again", "10.0.0.2:53"],
  ["recv() failed (11: Resource temporarily unavailable)", null],
  // others
  ["Connect() failed for backend api: no free ports.", "haproxy-no-free-ports"],
  ["nf_conntrack: nf_conntrack: table full, dropping packet", "conntrack-full"],
  ["TCP: time wait bucket table overflow", "time-wait-overflow"],
  ["TCP: too many orphaned sockets", "orphans"],
  ["TCP: out of memory -- consider tuning tcp_mem", "tcp-memory"],
  ["accept4() failed (24: Too many open files)", "file-descriptors"],
  ["accept: 开的文件 EMFILE", "file-descriptors"],
  ["UDP port not available, less than 4096 UDP ports left", "macos-udp-ports"],
  ["An attempt was made to access a socket in a way forbidden by its access permissions. ('0.0.0.0', 5037)", "port-refused", 5037],
  ["socket error 10055: An operation on a socket could not be performed", "no-buffer-space"],
  ["Warning Tcpip 4227 TCP/IP failed to establish an outgoing connection", "windows-4227"],
  ["Tcpip, Event ID 4231", "windows-4231"],
  ["A request to allocate an ephemeral port number from the global UDP port space has failed", "windows-4266"],
  ["NETLOGON 5809", "netlogon-5809"],
  // nothing at all
  ["GET /orders/99 200 10048 bytes (98 ms)", null],
  ["connection refused (111: Connection refused)", null],
  ["user 4231 logged in", null],
];

describe("a line in a log", () => {
  test.each(LINES.map(([line, signature, named]) => ({ line, signature, named })))("$line", ({ line, signature, named }) => {
    const signed = signLine(line);
    expect(signed?.signature ?? null).toBe(signature);
    if (named !== undefined) expect(signed?.destination ?? signed?.port ?? null).toBe(named);
  });

  test("whatever a line holds, it is read without getting lost and says where", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 1_000 }),
        fc.constantFrom("EADDRNOTAVAIL", "(98: ", "bind() to ", "::::", "connect "),
        (noise, piece) => {
          const line = noise.slice(0, 300) + piece.repeat(200) + noise;
          const signed = signLine(line);
          if (signed) expect(signed.index).toBeLessThan(line.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});
