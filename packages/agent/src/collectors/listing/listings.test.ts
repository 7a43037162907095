import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLsof } from "../bsd/lsof-listing.ts";
import { parseBsdNetstat } from "../bsd/netstat-listing.ts";
import { parseSockstat } from "../freebsd/sockstat-listing.ts";
import { parseLinuxNetstat } from "../linux/netstat-listing.ts";
import { parseProcNet } from "../linux/proc-net-listing.ts";
import { parseSs } from "../linux/ss-listing.ts";
import { parseNetConnections } from "../windows/connection-listing.ts";
import { parseWindowsNetstat } from "../windows/netstat-listing.ts";
import type { SocketListing } from "./socket-listing.ts";

/** One text of each shape, two or three sockets long, written after the documented format. */
const SHAPES: Record<string, { parse: (text: string) => SocketListing; text: string }> = {
  "netstat of Windows": {
    parse: parseWindowsNetstat,
    text: "\r\nActive Connections\r\n\r\n  Proto  Local Address          Foreign Address        State           PID\r\n  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912\r\n  TCP    10.0.0.4:49838         23.40.87.155:443       ESTABLISHED     6472\r\n  TCP    [fe80::1%4]:50001      [fe80::2%4]:445        TIME_WAIT       0\r\n  UDP    0.0.0.0:5353           *:*                                    2008\r\n",
  },
  "Get-NetTCPConnection": {
    parse: (text) => parseNetConnections(text, "tcp"),
    text: "\r\nLocalAddress   LocalPort RemoteAddress  RemotePort State       AppliedSetting OwningProcess\r\n------------   --------- -------------  ---------- -----       -------------- -------------\r\n::             49664     ::             0          Listen                     728\r\n10.0.0.4       49838     23.40.87.155   443        Established Internet       6472\r\n10.0.0.4       50111     0.0.0.0        0          Bound                      6472\r\n",
  },
  "Get-NetTCPConnection as JSON": {
    parse: (text) => parseNetConnections(text, "tcp"),
    text: '[\r\n  {"LocalAddress":"::","LocalPort":49664,"RemoteAddress":"::","RemotePort":0,"State":2,"OwningProcess":728},\r\n  {"LocalAddress":"10.0.0.4","LocalPort":49838,"RemoteAddress":"23.40.87.155","RemotePort":443,"State":5,"OwningProcess":6472}\r\n]\r\n',
  },
  "netstat of macOS": {
    parse: parseBsdNetstat,
    text: "Active Internet connections (including servers)\nProto Recv-Q Send-Q  Local Address          Foreign Address        (state)    \ntcp4       0      0  127.0.0.1.64342        127.0.0.1.57332        ESTABLISHED\ntcp46      0      0  *.61118                *.*                    LISTEN     \nudp4       0      0  *.5353                 *.*                               \n",
  },
  "netstat of FreeBSD": {
    parse: parseBsdNetstat,
    text: "Active Internet connections (including servers)\nProto Recv-Q Send-Q Local Address          Foreign Address        (state)\ntcp4       0      0 192.168.5.2.22         192.168.5.4.15414      ESTABLISHED\ntcp6       0      0 ::1.6013               *.*                    LISTEN\nudp4       0      0 *.514                  *.*                    \n",
  },
  lsof: {
    parse: parseLsof,
    text: "COMMAND     PID   USER   FD   TYPE             DEVICE SIZE/OFF NODE NAME\nGoogle\\x20C 715  maria   37u  IPv4 0x9cef8317977c12a5      0t0  TCP 127.0.0.1:62722->127.0.0.1:4780 (CLOSE_WAIT)\nnode       4711  maria   21u  IPv6 0x9cef8317977c12a6      0t0  TCP *:50123 (LISTEN)\nmDNSRespo   190  _mdns    7u  IPv4 0x9cef83178bd2c065      0t0  UDP *:5353\n",
  },
  "lsof by fields": { parse: parseLsof, text: "p715\ncGoogle\ntIPv4\nPTCP\nn127.0.0.1:62722->127.0.0.1:4780\ntIPv6\nPUDP\nn*:61197\n" },
  sockstat: {
    parse: parseSockstat,
    text: "USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS      \nroot     sshd       45933 4  tcp4   192.168.5.2:22        192.168.5.4:59217\nroot     sshd       815   5  tcp46  *:36305               *:*\n?        ?          ?     ?  udp6   *:2049                *:*\n",
  },
  "netstat of Linux": {
    parse: parseLinuxNetstat,
    text: "Active Internet connections (servers and established)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    \ntcp        0      0 127.0.0.1:42351         0.0.0.0:*               LISTEN      1112/containerd     \ntcp        0      0 10.0.0.4:51234          10.0.0.9:5432           TIME_WAIT   -                   \ntcp6       0      0 :::22                   :::*                    LISTEN      1127/sshd: /usr/sbin\nudp        0      0 127.0.0.53:53           0.0.0.0:*                           885/systemd-resolve \n",
  },
  ss: {
    parse: (text) => parseSs(text, { tcp: true, udp: true }),
    text: 'Netid State     Recv-Q Send-Q    Local Address:Port    Peer Address:Port Process\nudp   UNCONN    0      0            127.0.0.53%lo:53         0.0.0.0:*     users:(("systemd-resolve",pid=885,fd=12))\ntcp   TIME-WAIT 0      0                10.0.0.4:51234       10.0.0.9:5432  timer:(timewait,36sec,0)\ntcp   ESTAB     0      0                10.0.0.4:51236       10.0.0.9:5432  users:(("java",pid=812,fd=90),("java",pid=813,fd=90))\ntcp   LISTEN    0      128                 [::]:22             [::]:*\n',
  },
  "/proc/net/tcp": {
    parse: (text) => parseProcNet(text, "tcp"),
    text: "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 21063 1 0000000000000000 100 0 0 10 0\n   1: 0100007F:C822 0100007F:1F90 06 00000000:00000000 03:0000170B 00000000     0        0 0 3 0000000000000000\n",
  },
};

const portOf = ({ protocol, local }: SocketListing["sockets"][number]) => (local.port === null ? null : `${protocol} ${local.port}`);

describe("peculiar rows", () => {
  it("keeps a port whose address is a device", () => {
    const { sockets } = parseSs("udp UNCONN 0 0 *%eth0:68 *:*\n", { tcp: true, udp: true });
    expect(sockets).toMatchObject([{ local: { port: 68, name: null }, remote: null }]);
  });

  it("finds a state behind the buffers of netstat -x, and says that there is none with -T", () => {
    const row = (rest: string) => `tcp4       0      0 10.0.0.1.50000         10.0.0.9.443           ${rest}\n`;
    expect(parseBsdNetstat(row("0 0 0 0 0 0 65536 131400 TIME_WAIT")).sockets[0]!.state).toBe(6);
    const { sockets, problems } = parseBsdNetstat(row(""));
    expect([sockets[0]!.state, sockets[0]!.local.port, problems.length]).toEqual([null, 50_000, 1]);
  });
});

describe.each(Object.entries(SHAPES))("%s", (_, { parse, text }) => {
  const whole = parse(text);

  it("is read whole", () => {
    expect(whole.problems).toEqual([]);
    expect(whole.sockets.length).toBeGreaterThanOrEqual(2);
    expect(whole.sockets.every(({ state, local }) => state !== null || local.port !== null)).toBe(true);
    expect(whole.hasHeader).toBe(true);
  });

  it("reads the same with the ends of lines of another system, and below a mark of PowerShell", () => {
    const strip = ({ sockets }: SocketListing) => sockets;
    expect(strip(parse(text.replaceAll("\r\n", "\n")))).toEqual(strip(whole));
    expect(strip(parse(text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n")))).toEqual(strip(whole));
  });

  it("has, cut anywhere, no port that the whole has not, and as many sockets as its lines can hold", () => {
    const ports = new Set(whole.sockets.map(portOf));
    fc.assert(
      fc.property(fc.nat(text.length), (end) => {
        const cut = parse(text.slice(0, end));
        for (const socket of cut.sockets) expect([null, ...ports]).toContain(portOf(socket));
        expect(cut.sockets.length).toBeLessThanOrEqual(whole.sockets.length);
      }),
      { numRuns: 300 },
    );
  });

  it("throws for nothing that a file can hold, and finds no more sockets than lines", () => {
    const noise = fc.array(fc.oneof(fc.string(), fc.constantFrom(...text.split("\n"), "tcp", "TCP 1", "udp6 0 0 :::", "p1", "{", "0:")), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(noise, (lines) => {
        const mixed = lines.join("\n");
        const { sockets } = parse(mixed);
        expect(sockets.length).toBeLessThanOrEqual(mixed.split("\n").length);
        for (const { local } of sockets) expect(local.port === null || (local.port >= 0 && local.port <= 65_535)).toBe(true);
      }),
    );
  });
});
