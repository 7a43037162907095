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
  ["emqx[10]: Failed to start listener tcp:internal on 0.0.0.0:41883: eaddrinuse", "bind-address-in-use", 41_883],
  ["[ALERT] (22) : Starting frontend stats: cannot bind socket (Address already in use) [0.0.0.0:50000]", "bind-address-in-use", 50_000],
  ["BOOT FAILED: could not start listener on [::]:45672: address already in use", "bind-address-in-use", 45_672],
  ["Failed to bind to address http://0.0.0.0:42181: address already in use.", "bind-address-in-use", 42_181],
  ["Failed to bind to address http://localhost:5000: address already in use.", "bind-address-in-use", 5_000],
  ["cannot bind '0.0.0.0:42181': Address already in use", "bind-address-in-use", 42_181],
  ["java.net.BindException: Address already in use: 0.0.0.0/0.0.0.0:42181", "bind-address-in-use", 42_181],
  ["Error: Address already in use (opening 0.0.0.0:42181)", "bind-address-in-use", 42_181],
  ["[ERROR] Connection in use: ('0.0.0.0', 42181)", "bind-address-in-use", 42_181],
  ["** (distribution) Failed to start: {error, {listen_error, 25672, eaddrinuse}}", "bind-address-in-use", 25_672],
  ["ERROR: distribution port 25672 in use on mq1 (by non-Erlang process?)", "bind-address-in-use", 25_672],
  ["java.rmi.server.ExportException: Port already in use: 49999; nested exception is:", "bind-address-in-use", 49_999],
  ["Web server failed to start. Port 48080 was already in use.", "bind-address-in-use", 48_080],
  [
    "Failed to initialize component [Connector[HTTP/1.1-48080]] java.net.BindException: Address already in use",
    "bind-address-in-use",
    48_080,
  ],
  ['Failed to start end point ["http-nio-127.0.0.1-48081"]: java.net.BindException: Address already in use', "bind-address-in-use", 48_081],
  [
    "MSSQLSERVER 26023 Server TCP provider failed to listen on [ 'any' <ipv4> 50000]. Tcp port is already in use.",
    "bind-address-in-use",
    50_000,
  ],
  [
    "SocketException (10048): Only one usage of each socket address (protocol/network address/port) is normally permitted. Failed to bind to address http://0.0.0.0:55000: address already in use.",
    "bind-address-in-use",
    55_000,
  ],
  ["kernel: lockd_up: makesock failed, error=-98", "bind-address-in-use", null],
  ["named: could not listen on UDP socket: address in use", "bind-address-in-use", null],
  // two ends, and nothing says which is the own
  ["relay 10.0.0.3:7000 for 10.0.0.4:9000: Address already in use", "bind-address-in-use", null],
  // a clock, a version and a thread are no ports
  ["2026-05-20T10:12:01 release 1.2.3.4:5 [http-nio-8080-exec-5] x: Address already in use: connect", "connect-address-in-use", null],
  ["2026-05-20 10:12:01 Address already in use", "bind-address-in-use", null],
  ["dial tcp 10.0.0.5:443: bind: address already in use", "bind-address-in-use", null],
  // IPv6 switched off: no host lacks these two otherwise
  [
    "Could not create server TCP listening socket ::1:6379: bind: Cannot assign requested address",
    "connect-address-unavailable",
    "[::1]:6379",
  ],
  ["nginx: [emerg] bind() to [::1]:8080 failed (99: Cannot assign requested address)", "connect-address-unavailable", "[::1]:8080"],
  ["nginx: [emerg] bind() to [::]:80 failed (99: Cannot assign requested address)", "connect-address-unavailable", "[::]:80"],
  [
    "[Errno 99] error while attempting to bind on address ('::1', 8000, 0, 0): cannot assign requested address",
    "connect-address-unavailable",
    "[::1]:8000",
  ],
  ["bind() to [2001:db8::1]:8080 failed (99: Cannot assign requested address)", null],
  ["Failed to listen on port 50051: Cannot assign requested address", null],
  // UDP
  ["getaddrinfo: socket: [Errno 11] Resource temporarily unavailable", "udp-again"],
  ["dial udp 10.0.0.2:53: connect: resource temporarily unavailable", "udp-again", "10.0.0.2:53"],
  ["lookup a.example on 1.1.1.1:53: dial udp 1.1.1.1:53: bind: address already in use", "udp-again", "1.1.1.1:53"],
  ["dial udp [2001:db8::53]:53: connect: address already in use", "udp-again", "[2001:db8::53]:53"],
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
  ["SocketException: Failed to create server socket (errno = 10013), address = 0.0.0.0, port = 53317", "port-refused", 53_317],
  ["NETLOGON 5809", "netlogon-5809"],
  ['level=warning msg="No mapping for NAT masquerade" drops=1433', "snat-port-refused", null],
  ["xx drop (No mapping for NAT masquerade) flow 0x0: 10.0.3.7:41000 -> 1.1.1.1:443 tcp SYN", "snat-port-refused", "1.1.1.1:443"],
  ['level=warning msg="Failed to allocate SNAT port"', "snat-port-refused", null],
  // nothing at all
  ["GET /orders/99 200 10048 bytes (98 ms)", null],
  ["connection refused (111: Connection refused)", null],
  ["user 4231 logged in", null],
  ["The container name web is already in use by container 4f2a", null],
  ["device or resource was already in use", null],
  ["dhcpd: abandoning 10.0.0.5: IP address in use by another host", null],
  ["the serial port in use is ttyS0", null],
  ["kernel: lockd_up: makesock failed, error=-97", null],
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
