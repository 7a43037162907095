import type { RemediesFolkloreText } from "../remedies-folklore.ts";

export const remediesFolklore: RemediesFolkloreText = {
  reason: {
    "tcp-tw-recycle": ({ effect }) =>
      effect === "none"
        ? "tcp_tw_recycle has no effect: Linux 4.12 removed it."
        : "tcp_tw_recycle silently drops connections from clients that share an address, such as all behind one NAT.",
    "fin-timeout": () =>
      "tcp_fin_timeout has no effect on TIME_WAIT, which lasts 60 seconds on Linux whatever is set. It times orphans in FIN_WAIT_2.",
    "max-tw-buckets-lowered": ({ value }) =>
      `tcp_max_tw_buckets = ${value} makes the kernel destroy TIME_WAIT entries early: late segments can then reach a new connection. The kernel’s documentation says never to lower it.`,
    "timestamps-off": () =>
      "tcp_timestamps = 0 turns off every reuse of TIME_WAIT entries, also on loopback, and with it the protection against old segments.",
    "autobind-reuse": () =>
      "ip_autobind_reuse = 1 lets bind() share ports that connect() then cannot use: connections fail with EADDRNOTAVAIL at random.",
    "range-from-1024": ({ value }) =>
      `A range that begins at ${value.split(/\s+/)[0]} takes in the ports of nearly every service: a client connection can hold the port that a service needs at its next start.`,
    "msl-lowered": ({ value }) =>
      `net.inet.tcp.msl = ${value} shortens TIME_WAIT for every connection of the host: late segments can then reach a new connection.`,
    "timed-wait-delay-low": ({ value }) =>
      `TcpTimedWaitDelay = ${value} is below the 30 to 300 seconds that Windows takes, and shortens TIME_WAIT for every connection of the host.`,
    "max-user-port": () => "MaxUserPort has no effect: since Windows Vista the range is set with netsh.",
    "dynamic-port-shrunk": ({ value }) =>
      `${value} makes the range smaller than the 16,384 ports of the default: the number is a count of ports, not the last port.`,
    "linger-zero": () =>
      "Closing with a reset (SO_LINGER 0) throws away data that is still on its way, and where the reset is lost the other end keeps a dead connection.",
    "open-to-world": () =>
      "A rule that accepts new connections to the ephemeral range from anywhere opens every listener in it. Replies need no such rule where connections are tracked.",
  },
  instead: {
    "tcp-tw-recycle": "Remove the line. Reuse connections; for a client, tcp_tw_reuse = 1.",
    "fin-timeout": "Leave it at 60. Reuse connections; for a client, tcp_tw_reuse = 1.",
    "max-tw-buckets-lowered": "Remove the line, so that the kernel’s own value holds.",
    "timestamps-off": "Set it back to 1.",
    "autobind-reuse": "Set it back to 0, and let programs bind with IP_BIND_ADDRESS_NO_PORT.",
    "range-from-1024": "Begin above the services: 15000 64999, with the ports of listeners reserved.",
    "msl-lowered": "Set it back to the default, and reuse connections.",
    "timed-wait-delay-low": "Remove the value, and reuse connections.",
    "max-user-port": "Remove the value. netsh int ipv4 set dynamicport tcp start=15000 num=50536 widens the range.",
    "dynamic-port-shrunk": "netsh int ipv4 set dynamicport tcp start=15000 num=50536",
    "linger-zero": "Remove it. Reuse connections, or let the other end close first.",
    "open-to-world": "Delete the rule. A stateless network ACL is the one place that needs the range opened.",
  },
};
