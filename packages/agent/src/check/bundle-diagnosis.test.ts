import { DEFAULT_POLICY, type Policy } from "@berth/shared/domain/checklist/check.ts";
import type { Cause } from "@berth/shared/domain/diagnosis/cause.ts";
import { describe, expect, it } from "vitest";
import { createReplayCollector, recogniseBundle, systemOf } from "../collectors/replay/replay-collector.ts";
import { reportOn } from "./check-report.ts";

const NOW_MS = Date.UTC(2026, 10, 24, 12);

/** What the files of another host are judged to be, as `check --replay` judges them. */
function causeOf(files: Record<string, string>, policy: Policy = DEFAULT_POLICY): Cause {
  const named = Object.entries(files).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text), modifiedMs: NOW_MS }));
  const bundle = recogniseBundle({ folder: "bundle", files: named });
  const collector = createReplayCollector({ bundle, os: systemOf(bundle) ?? "linux", agentVersion: "0.0.0" });
  return reportOn(collector.snapshot(), "en", false, policy).cause;
}

/** `count` different ports of a range of this size or more. */
const ports = (count: number, low: number): number[] => Array.from({ length: count }, (_, index) => low + index);

const ss = (...rows: string[]): string => ["State Recv-Q Send-Q Local Address:Port Peer Address:Port Process", ...rows, ""].join("\n");
const rows = (state: string, count: number, source: string, destination: string, process = "", low = 32_768): string[] =>
  ports(count, low).map(
    (port) => `${state} 0 0 ${source}:${port} ${destination}${process === "" ? "" : ` users:(("${process}",pid=7,fd=4))`}`,
  );
const linux = {
  "uname_-a.txt": "Linux web-1 5.10.0-20-amd64 #1 SMP Debian x86_64 GNU/Linux\n",
  "proc_sys_net_ipv4_ip_local_port_range.txt": "32768\t60999\n",
  "proc_sys_net_ipv4_ip_local_reserved_ports.txt": "\n",
};

const netstat = (...lines: string[]): string =>
  ["", "Active Connections", "", "  Proto  Local Address          Foreign Address        State           PID", ...lines, ""].join("\r\n");
const dynamic = (protocol: string): string =>
  `\r\nProtocol ${protocol} Dynamic Port Range\r\n---------------------------------\r\nStart Port      : 49152\r\nNumber of Ports : 16384\r\n\r\n`;
const windows = {
  "netsh_int_ipv4_show_dynamicport_tcp.txt": dynamic("tcp"),
  "netsh_int_ipv4_show_dynamicport_udp.txt": dynamic("udp"),
  "tasklist_fo_csv.txt":
    '"Image Name","PID","Session Name","Session#","Mem Usage"\r\n"com.docker.sailor.exe","4242","Console","1","10,000 K"\r\n',
};

const mac = (...connections: [string, string][]): string =>
  [
    "Active Internet connections (including servers)",
    "Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)    ",
    ...connections.map(([local, remote]) => `tcp4       0      0  ${local.padEnd(22)} ${remote.padEnd(22)} TIME_WAIT`),
    "",
  ].join("\n");

describe("the cause, from files of another host", () => {
  it.each<[string, Cause, Record<string, string>]>([
    [
      "PHP to a local Redis",
      "short-connections-one-destination",
      {
        ...linux,
        "ss_-tan.txt": ss(...rows("TIME-WAIT", 9_000, "127.0.0.1", "127.0.0.1:6379")),
        "journalctl_-b.txt": "Nov 24 11:59:00 web-1 php-fpm[9]: Cannot assign requested address [tcp://127.0.0.1:6379] (99)\n",
      },
    ],
    [
      "a Go program that keeps two",
      "pool-misconfigured",
      {
        ...linux,
        "ss_-tanp.txt": ss(
          ...rows("TIME-WAIT", 21_000, "10.0.0.3", "10.0.0.9:9200"),
          ...rows("ESTAB", 2, "10.0.0.3", "10.0.0.9:9200", "go", 60_000),
        ),
      },
    ],
    [
      "nginx' own words and nothing else",
      "short-connections-one-destination",
      {
        ...linux,
        "var_log_nginx_error.log":
          "2026/11/24 11:59:00 [crit] 12#12: *4 connect() to 203.0.113.5:80 failed (99: Cannot assign requested address) while connecting to upstream\n",
      },
    ],
    [
      "squid, which binds first",
      "bind-before-connect",
      {
        ...linux,
        "journalctl_-b.txt":
          "Nov 24 11:59:00 web-1 squid[5]: commBind: Cannot bind socket FD 14 to 10.0.0.2: (98) Address already in use\n",
      },
    ],
    ["a sidecar", "bind-before-connect", { ...linux, "ss_-tan.txt": ss(...rows("TIME-WAIT", 26_000, "127.0.0.6", "10.0.0.7:8080")) }],
    [
      "CLOSE_WAIT of one process",
      "leak-close-wait",
      { ...linux, "ss_-tanp.txt": ss(...rows("CLOSE-WAIT", 1_200, "10.0.0.5", "10.0.0.20:8080", "java")) },
    ],
    [
      "a service's port taken",
      "listener-in-range",
      {
        ...linux,
        "ss_-tan.txt": ss(...rows("ESTAB", 40, "10.0.0.2", "10.0.0.9:80")),
        "journalctl_-b.txt": "Nov 24 11:59:00 web-1 doppler[4]: listen tcp 0.0.0.0:33333: bind: address already in use\n",
      },
    ],
    [
      "a full conntrack table",
      "conntrack-full",
      {
        ...linux,
        "proc_sys_net_netfilter_nf_conntrack_count.txt": "786432\n",
        "proc_sys_net_netfilter_nf_conntrack_max.txt": "786432\n",
        "ss_-tan.txt": ss(...rows("ESTAB", 2_000, "10.0.0.2", "10.0.0.9:80")),
      },
    ],
    [
      "no IPv6 in a container",
      "address-family",
      {
        ...linux,
        "ss_-tan.txt": ss("LISTEN 0 0 127.0.0.1:5432 0.0.0.0:*"),
        "journalctl_-b.txt": "Nov 24 11:59:00 web-1 node[5]: Error: connect EADDRNOTAVAIL ::1:5432 - Local (:::0)\n",
      },
    ],
    [
      "tcp_tw_recycle on a kernel that has it",
      "harmful-sysctl",
      {
        ...linux,
        "uname_-a.txt": "Linux web-1 3.13.0-83-generic #127-Ubuntu SMP x86_64 GNU/Linux\n",
        "ss_-tan.txt": ss(...rows("ESTAB", 40, "10.0.0.2", "10.0.0.9:80")),
        "proc_sys_net_ipv4_tcp_tw_recycle.txt": "1\n",
      },
    ],
    ["a calm host", "not-port-exhaustion", { ...linux, "ss_-tan.txt": ss(...rows("ESTAB", 40, "10.0.0.2", "10.0.0.9:80")) }],
    ["no sockets at all", "unknown", linux],
    [
      "a connection for each mail, without the excluded blocks",
      "short-connections-one-destination",
      {
        ...windows,
        "netstat_-ano.txt": netstat(
          ...ports(15_900, 49_200).map((port) => `  TCP    127.0.0.1:${port}        127.0.0.1:25           TIME_WAIT       0`),
        ),
      },
    ],
    [
      "UDP of one process",
      "udp-leak",
      {
        ...windows,
        "netstat_-ano.txt": netstat(
          ...ports(15_683, 49_152).map((port) => `  UDP    0.0.0.0:${port}          *:*                                    4242`),
        ),
      },
    ],
    [
      "a dynamic range full of lasting connections",
      "range-size",
      {
        ...windows,
        "netstat_-ano.txt": netstat(
          ...ports(16_300, 49_152).map(
            (port) => `  TCP    10.0.0.2:${port}         198.51.${port % 200}.${port % 250}:443      ESTABLISHED     4242`,
          ),
        ),
      },
    ],
    [
      "a Mac of fifty days",
      "os-bug-macos-tcp_now",
      {
        "netstat_-an.txt": mac(...ports(16_200, 49_152).map((port): [string, string] => [`127.0.0.1.${port}`, "127.0.0.1.7681"])),
        "sysctl_-a.txt": "net.inet.ip.portrange.first: 49152\nnet.inet.ip.portrange.last: 65535\nkern.ostype: Darwin\n",
        "uptime.txt": "11:00  up 50 days, 2:14, 3 users, load averages: 1.20 1.31 1.45\n",
      },
    ],
    [
      "the same Mac after twelve days",
      "short-connections-one-destination",
      {
        "netstat_-an.txt": mac(...ports(16_200, 49_152).map((port): [string, string] => [`127.0.0.1.${port}`, "127.0.0.1.7681"])),
        "sysctl_-a.txt": "net.inet.ip.portrange.first: 49152\nnet.inet.ip.portrange.last: 65535\nkern.ostype: Darwin\n",
        "uptime.txt": "11:00  up 12 days, 2:14, 3 users, load averages: 1.20 1.31 1.45\n",
      },
    ],
  ])("%s: %s", (_, cause, files) => {
    expect(causeOf(files)).toBe(cause);
  });

  it("is the translator's where one is declared and connects go unanswered, and not known where nobody said", () => {
    const files = {
      ...linux,
      "ss_-tan.txt": ss(
        ...rows("SYN-SENT", 200, "10.240.0.4", "20.1.2.3:443"),
        ...rows("ESTAB", 40, "10.240.0.4", "20.1.2.3:443", "", 50_000),
      ),
    };
    const declared = { egress: { kind: "azure-load-balancer" as const, portsPerDestination: null }, inboundAcl: null };
    expect(causeOf(files, { ...DEFAULT_POLICY, declared })).toBe("snat-outside-host");
    expect(causeOf(files)).toBe("unknown");
  });
});
