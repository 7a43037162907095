import type { RemediesText } from "../remedies.ts";
import { remedyCollisions } from "./remedies-collisions.ts";
import { remedyConditions } from "./remedies-conditions.ts";

export const remedies: RemediesText = {
  title: {
    "reuse-connections": "Reuse connections",
    "unix-socket": "Talk over a Unix socket",
    "pause-between-runs": "Pause 60 seconds between runs",
    "fix-close-wait": "Close what the peer has closed",
    "fix-bound": "Close bound sockets that are never used",
    "fix-established": "Close connections that are no longer used",
    "fix-udp": "Close UDP sockets after use",
    "stop-bind-first": "Stop binding before connecting",
    "vary-source-port": "Let the kernel choose the source port",
    "remove-harmful-setting": "Remove the harmful setting",
    "use-other-family": "Use an address family that is there",
    "raise-descriptors": "Allow the process more file descriptors",
    "conntrack-raise": "Enlarge the conntrack table",
    "nat-capacity": "Give the gateway more ports",
    "reboot-macos": "Restart this Mac",
    "reserve-ports": "Reserve the ports of services",
    "move-listener": "Move the service below the range",
    "exclude-port-windows": "Exclude the service’s port",
    "widen-range": "Widen the ephemeral range",
    "tw-reuse": "Let TIME_WAIT entries be taken over",
    "windows-auto-reuse": "Share ports between destinations",
    "more-destinations": "Spread over more destinations",
    "more-sources": "Connect from more addresses",
    "raise-tw-buckets": "Raise the TIME_WAIT limit",
  },
  why: {
    "reuse-connections":
      "A connection that is kept open takes one port for many requests. A pool or keep-alive takes the cause away and changes no kernel setting.",
    "unix-socket": "Both ends are on this host. A Unix socket needs no port at all.",
    "pause-between-runs":
      "The ports of one run stand in TIME_WAIT for 60 seconds. With that pause, or with keep-alive, the next run finds all of them.",
    "fix-close-wait":
      "The other end has closed, and the program has not: only the program can. Close in finally, using, defer or try-with-resources, and read bodies to their end. A restart helps until it fills again.",
    "fix-bound":
      "Each such socket keeps its port from everyone, and most tools do not show it. A restart of the process gives the ports back; the fix is in its code or in a newer release.",
    "fix-established":
      "They stay open until one side closes them. Find who opens them and close, or let idle ones time out in the program.",
    "fix-udp":
      "A UDP socket keeps its port until it is closed. A restart of the process gives the ports back; the fix is to reuse one socket or to close each.",
    "stop-bind-first":
      "A port that bind() took is lost to every other connection, for 60 seconds after the close too. With IP_BIND_ADDRESS_NO_PORT the address stays and connect() chooses the port.",
    "vary-source-port":
      "A fixed source port allows one connection to a destination, and none for 60 seconds after it. Bind with port 0, or do not bind.",
    "remove-harmful-setting": "It breaks connections or takes ports away. Take it out of the file, and set the running value back.",
    "use-other-family":
      "The address is refused because the host or container has no such family, not for want of ports. Use 127.0.0.1 instead of ::1, or enable IPv6.",
    "raise-descriptors": "Each connection is a file descriptor. The process is out of them while ports are left.",
    "conntrack-raise": "A full table drops new connections, whatever ports are left. Each entry takes about 300 bytes.",
    "nat-capacity":
      "The ports that run out belong to the gateway: add addresses or ports there, or keep the traffic off it with a private endpoint.",
    "reboot-macos":
      "After 49.7 days of uptime the TCP clock of macOS can stand still, and TIME_WAIT then never ends. Only a restart starts it again.",
    "reserve-ports": "The kernel gives a reserved port to nobody who does not ask for it by number. Services can still bind it.",
    "move-listener": "Below the range no client connection is given the port of a service.",
    "exclude-port-windows": "An excluded port is given to no client, and Hyper-V or WinNAT cannot take it first.",
    "widen-range": "Every destination gets that many more ports. It gains time; it does not lower the use.",
    "tw-reuse": "A new connection to the same destination takes over an entry after one second instead of 60.",
    "windows-auto-reuse": "Windows then chooses the port when the destination is known, and shares it between destinations.",
    "more-destinations": "Every further address or port of the other side has a whole range of its own.",
    "more-sources": "Every further address of this host has a whole range of its own.",
    "raise-tw-buckets": "At the limit the kernel destroys TIME_WAIT entries at once, and late segments can reach new connections.",
  },
  verify: {
    "reuse-connections": "New connections per second fall while requests do not, and TIME_WAIT falls within a minute.",
    "unix-socket": "The destination is gone from the list of tuples.",
    "pause-between-runs": "The next run begins with no TIME_WAIT to the destination.",
    "fix-close-wait": "CLOSE_WAIT stays below 10 after the deploy.",
    "fix-bound": "Bound, unconnected sockets stay near zero after the restart.",
    "fix-established": "Connections follow the load, and fall with it.",
    "fix-udp": "UDP ports in use stay level over an hour.",
    "stop-bind-first": "One local port appears towards two destinations, and the bind-first pool empties.",
    "vary-source-port": "Connections to the destination come from more than one port.",
    "remove-harmful-setting": "The setting is absent from files and from the running system.",
    "use-other-family": "The same connect() succeeds.",
    "raise-descriptors": "The process uses less than 80 % of its limit, and logs no EMFILE.",
    "conntrack-raise": "The table stays below 60 % at peak.",
    "nat-capacity": "The gateway’s own counter of failed allocations stays at 0 for a day.",
    "reboot-macos": "TIME_WAIT entries are gone 30 seconds after their connection closed.",
    "reserve-ports": "The list holds the port, and the service starts under load.",
    "move-listener": "The service listens on its new port, and clients reach it.",
    "exclude-port-windows": "The port is in the list of excluded ranges, also after the next start.",
    "widen-range": "The range reads as set, and the use of the tightest destination falls.",
    "tw-reuse": "TWRecycled rises, the use of the tightest destination falls, and no new resets appear.",
    "windows-auto-reuse": "One local port appears towards two destinations, and event 4227 stops.",
    "more-destinations": "The load divides, and the use of each tuple falls accordingly.",
    "more-sources": "The load divides, and the use of each tuple falls accordingly.",
    "raise-tw-buckets": "TCPTimeWaitOverflow stops growing.",
  },
  condition: remedyConditions,
  riskLevel: { low: "low risk", medium: "medium risk", high: "high risk" },
  risk: {
    "deploy-needed": "needs a change of the program and a deploy",
    "old-segments": "late segments can reach a new connection",
    "peers-mix-timestamps": "a NAT or load balancer that mixes or strips timestamps can make the peer drop connections",
    "listeners-collide": "services that start later inside the range can find their port taken",
    "fewer-ports": "takes the reserved ports out of the range",
    "clients-must-follow": "clients must learn the other address or port",
    "routing-needed": "needs the address, its route, and programs that use it",
    "memory-needed": "takes kernel memory",
    "reboot-needed": "needs a restart of the machine",
    "restart-needed": "needs a restart of the process",
    "containers-cut": "restarting WinNAT cuts running containers and WSL off for a moment",
    "data-on-the-way": "data on its way can be lost",
    none: "nothing else changes",
  },
  standing: { recommended: "recommended", possible: "possible", refused: "not here" },
  verdict: { safe: "safe", tight: "tight", unsafe: "not safe" },
  ...remedyCollisions,
  change: (change) => {
    switch (change.kind) {
      case "set-range":
        return `range ${change.range.low}–${change.range.high}`;
      case "reserve":
        return `reserve ${ports(change.ports)}`;
      case "set-reserved":
        return `reserve only ${ports(change.ports) || "nothing"}`;
      case "reuse-delay":
        return `tcp_tw_reuse_delay = ${change.delayMs} ms`;
      case "tw-reuse":
        return `tcp_tw_reuse = ${change.mode}`;
      case "timestamps":
        return `tcp_timestamps = ${change.mode}`;
      case "max-tw-buckets":
        return `tcp_max_tw_buckets = ${change.buckets}`;
      case "pool":
        return `${change.requestsPerConnection} requests per connection`;
      case "sources":
        return `${change.count} source addresses`;
      case "destinations":
        return `${change.count} destinations`;
      case "no-port":
        return "bind without a port";
      case "close-leak":
        return change.what === "bound" ? "close idle bound sockets" : "close CLOSE_WAIT";
    }
  },
  tool: {
    sysctl: "now",
    "sysctl.d": "for every start",
    ansible: "Ansible",
    "kubernetes-pod": "Kubernetes, pod",
    "kubernetes-init": "Kubernetes, init container",
    netsh: "netsh",
    powershell: "PowerShell",
    registry: "registry",
    launchd: "LaunchDaemon",
    "sysctl.conf": "sysctl.conf",
    systemd: "systemd",
    code: "code",
  },
};

const ports = (intervals: readonly { low: number; high: number }[]): string =>
  intervals.map(({ low, high }) => (low === high ? `${low}` : `${low}–${high}`)).join(", ");
