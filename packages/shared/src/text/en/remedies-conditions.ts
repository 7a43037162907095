import type { UnknownProcess } from "../../domain/remedies/remedy.ts";
import type { RemediesText } from "../remedies.ts";

const number = (value: number | string | undefined) => (typeof value === "number" ? value.toLocaleString("en-US") : (value ?? "–"));

const WHY_UNKNOWN: Record<UnknownProcess, string> = {
  denied: "The files of some processes may not be read: run the agent as root.",
  "not-yet": "Not every process has been looked at yet: look again in a minute.",
  "none-open": "No process was seen with such a socket open: the connections end too soon, or all are in TIME_WAIT.",
  unread: "Which process it is was not looked for.",
  "replay-linux": "The files do not tell which process it is: “ss -tanp”, taken as root, would.",
  "replay-windows": "The files do not tell which process it is: “netstat -anoq” and “tasklist /fo csv” would.",
  "replay-darwin": "The files do not tell which process it is: “netstat -anv” or “lsof -nP -i”, taken as root, would.",
  "replay-freebsd": "The files do not tell which process it is: “sockstat -46s”, taken as root, would.",
};

export const remedyConditions: RemediesText["condition"] = {
  "acts-on-cause": {
    met: () => "It acts on the cause that was found.",
    unmet: () => "It does not act on the cause that was found.",
    unknown: () => "The cause is not known.",
  },
  "not-set-already": {
    met: () => "It is not in force yet.",
    unmet: () => "It is in force already.",
    unknown: () => "Whether it is in force already could not be read.",
  },
  "connections-end": {
    met: () => "Connections to it come and go.",
    unmet: ({ live }) => `The ${number(live)} connections to it are held open: none was closed, so reuse makes none of them fewer.`,
    unknown: () => "Whether connections to it come and go could not be read.",
  },
  "mostly-time-wait": {
    met: ({ timeWait, used }) => `TIME_WAIT holds ${number(timeWait)} of the ${number(used)} used ports.`,
    unmet: ({ timeWait, used }) => `TIME_WAIT holds only ${number(timeWait)} of the ${number(used)} used ports.`,
    unknown: () => "How many ports TIME_WAIT holds could not be read.",
  },
  "timestamps-on": {
    met: () => "TCP timestamps are on, here.",
    unmet: () => "TCP timestamps are off: nothing would be reused.",
    unknown: () => "Whether TCP timestamps are on could not be read.",
  },
  "kernel-without-recycle": {
    met: () => "The kernel is 4.12 or newer.",
    unmet: () => "The kernel is older than 4.12.",
    unknown: () => "The kernel’s version is not known.",
  },
  "destination-internal": {
    met: ({ destination }) => `${destination} is inside the own network.`,
    unmet: ({ destination }) => `${destination} is not inside the own network.`,
    unknown: ({ destination }) => `${destination} may lie behind a NAT or load balancer that mixes timestamps.`,
  },
  "binds-not-first": {
    met: () => "Nothing here binds before it connects.",
    unmet: () => "Programs here bind before they connect: such TIME_WAIT is never taken over.",
    unknown: () => "Whether programs bind before they connect cannot be seen.",
  },
  "range-has-room": {
    met: ({ ports }) => `The range has ${number(ports)} ports and can grow.`,
    unmet: ({ ports }) => `The range has ${number(ports)} ports already.`,
    unknown: () => "The range could not be read.",
  },
  "listeners-known": {
    met: () => "All listeners of the new range are known.",
    unmet: () => "Listeners of the new range are not known.",
    unknown: () => "Listeners outside the present range are not in a snapshot: what-if on the host knows them.",
  },
  "no-collisions": {
    met: ({ reserved }) => (reserved ? `Nothing collides once ${reserved} is reserved.` : "Nothing collides."),
    unmet: ({ collisions, ports }) =>
      `${number(collisions)} ${collisions === 1 ? "thing collides" : "things collide"} with the new range${ports ? `: ${ports}` : ""}.`,
    unknown: () => "Whether something collides is not known.",
  },
  "destination-local": {
    met: ({ destination }) => `${destination} is this host.`,
    unmet: ({ destination }) => `${destination} is another host.`,
    unknown: () => "Whether the destination is this host is not known.",
  },
  "peer-has-more-addresses": {
    met: () => "The other side has more addresses.",
    unmet: () => "The other side has no more addresses.",
    unknown: ({ destination }) => `Whether ${destination} is one of several addresses or ports cannot be seen from here.`,
  },
  "not-behind-nat": {
    met: () => "No NAT makes the source addresses one again.",
    unmet: () => "A NAT on the way makes the source addresses one again.",
    unknown: () => "Whether a NAT on the way makes the source addresses one again is not known.",
  },
  "process-known": {
    met: ({ process }) => `It is ${process}.`,
    unmet: () => "Nobody holds the sockets.",
    unknown: ({ why }) => WHY_UNKNOWN[(why ?? "unread") as UnknownProcess],
  },
  "up-for-long": {
    met: ({ days }) => `This Mac has been up for ${number(days)} days.`,
    unmet: ({ days }) => `This Mac has been up for ${number(days)} days only.`,
    unknown: () => "How long this Mac has been up is not known.",
  },
  "spread-over-destinations": {
    met: ({ destinations }) => `The load goes to ${number(destinations)} destinations.`,
    unmet: () => "All the load goes to one destination, where sharing does not help.",
    unknown: () => "How many destinations there are is not known.",
  },
  "not-kube-proxy": {
    met: () => "kube-proxy does not manage the table here.",
    unmet: () => "kube-proxy manages the table: use its conntrack.maxPerCore and conntrack.min.",
    unknown: () => "Whether kube-proxy manages the table is not known.",
  },
  "port-known": {
    met: ({ ports }) => `It is about ${ports}.`,
    unmet: () => "No port is concerned.",
    unknown: () => "Which port it is about is not known.",
  },
};
