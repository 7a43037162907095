import type { DIAGNOSIS_RULES } from "../../domain/checklist/catalogue/diagnosis.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import { CAUSES } from "../../domain/diagnosis/cause.ts";
import type { LogSignature } from "../../domain/host/evidence.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { about, closes, count, gapSentence, named, percent, plural, portOf, within } from "./checks-phrases.ts";
import { diagnosis } from "./diagnosis.ts";

const LOGGED: Record<LogSignature, string> = {
  "connect-address-unavailable": "a socket found no local address or port (EADDRNOTAVAIL)",
  "connect-address-in-use": "connect() met a local port in use (EADDRINUSE)",
  "bind-address-in-use": "bind() met a port in use (EADDRINUSE)",
  "udp-again": "a UDP socket got no port (EAGAIN, EADDRINUSE)",
  "port-refused": "bind() was refused a port (WSAEACCES)",
  "no-buffer-space": "no port or buffer was left for a socket (ENOBUFS)",
  "windows-4227": "event 4227, a local port was used to the same peer a moment ago",
  "windows-4231": "event 4231, every ephemeral TCP port is taken",
  "windows-4266": "event 4266, every ephemeral UDP port is taken",
  "haproxy-no-free-ports": "HAProxy found no free port",
  "macos-udp-ports": "fewer than 4096 UDP ports are left",
  "conntrack-full": "nf_conntrack is full and drops packets",
  "snat-port-refused": "the address translation found no source port for a connection",
  "time-wait-overflow": "the limit of TIME_WAIT entries was met",
  "file-descriptors": "no file descriptor was left (EMFILE, ENFILE)",
  orphans: "there are too many orphaned sockets",
  "tcp-memory": "TCP is out of memory",
  "netlogon-5809": "event 5809, NTDS and Netlogon share a port",
  "rpc-5820": "event 5820, the ports of RPC are malformed",
};

const FEW: Record<string, string> = {
  "time-wait": "in TIME_WAIT to one destination",
  "close-wait": "in CLOSE_WAIT",
  bound: "bound and not connected",
  "syn-sent": "waiting for an answer (SYN_SENT)",
  live: "live to one destination",
  udp: "of UDP and inside the range",
  "server-time-wait": "in TIME_WAIT on the side of a service",
};

const UNSEEN: Record<string, string> = {
  egress: "What stands between this host and the internet is not known: declare how its traffic leaves.",
  uptime: "How long the system has run is not known.",
};

const logged = (e: Evidence): string => {
  const signature = textOf(e, "signature");
  return LOGGED[Object.keys(LOGGED).find((each) => each === signature) as LogSignature] ?? "a failure";
};

const towards = (e: Evidence): Sentence => {
  const destination = textOf(e, "destination");
  return destination === null ? [] : sentence` towards ${subject(destination)}`;
};

const where = (e: Evidence): string =>
  textOf(e, "file") ? ` (${textOf(e, "file")}${textOf(e, "line") ? `:${textOf(e, "line")}` : ""})` : "";
const onPort = (e: Evidence): Sentence => (textOf(e, "port") === null ? [] : sentence`, port ${portOf(e, "port")}`);
const ofProcess = (e: Evidence): Sentence => {
  const process = textOf(e, "process");
  return process === null ? [] : sentence` of ${subject(process)}`;
};

export const diagnosisRules: ChecksGroupText<never, (typeof DIAGNOSIS_RULES)[number]>["rules"] = {
  "cause-logged": (e) => sentence`${subjectOf(e)} logged ${plural(e.observed, "time", "times")}: ${logged(e)}${towards(e)}${onPort(e)}.`,
  "cause-failed": (e) =>
    sentence`${textOf(e, "operation") ?? "connect"}() failed ${plural(e.observed, "time", "times")} with errno ${portOf(e, "errno")}: ${subjectOf(e)}.`,

  "cause-churn": (e) =>
    sentence`${about(e)}: ${count(e.observed)} in TIME_WAIT beside ${named(e, "live")} live, of ${named(e, "capacity")} ports${closes(e)}.`,
  "cause-churn-states": (e) => sentence`${count(e.observed)} sockets are in TIME_WAIT beside ${named(e, "live")} live ones.`,
  "cause-runtime-pools": (e) =>
    sentence`${subjectOf(e)} (${textOf(e, "runtime") ?? ""}) keeps connections unless told or made not to: its pool is too small, not shared, or not given them back.`,
  "cause-idle-kept": (e) =>
    sentence`${subjectOf(e)}: about ${count(e.observed)} connections stay open, and ${named(e, "closesPerSecond")} a second are closed beside them.`,
  "cause-peer-closes": (e) =>
    sentence`${about(e)}: the backend ends each connection itself (${count(e.observed)} in TIME_WAIT) while ${named(e, "synSent")} connects of ${textOf(e, "process") ?? "the proxy"} wait for an answer.`,
  "cause-load-generator": (e) => sentence`${subjectOf(e)} is a load generator.`,

  "cause-live": (e) =>
    sentence`${about(e)}: live connections hold ${named(e, "live")} of ${named(e, "capacity")} ports (${percent(e.observed)}).`,
  "cause-one-pair": (e) => sentence`${about(e)} is ${percent(e.observed)} of all that this host has outbound: one source, one destination.`,
  "cause-forwards": (e) => sentence`${count(e.observed)} connections come in beside them: this host passes on what it accepts.`,
  "cause-growth": (e) =>
    sentence`${about(e)}: live connections grew from ${named(e, "before")} to ${count(e.observed)} in ${named(e, "minutes")} minutes, and hardly any was closed.`,
  "cause-close-wait": (e) =>
    sentence`${plural(e.observed, "socket is", "sockets are")} in CLOSE_WAIT${within(e)}${e.subject === "" ? [] : sentence`, most of them of ${subjectOf(e)}`}: ${percent(numberOf(e, "share"))} of those that are open.`,

  "cause-bound": (e) =>
    sentence`${subjectOf(e)} holds ${count(e.observed)} ports that are bound and neither connected nor listening; plain listings do not show them.`,
  "cause-bound-pool": (e) =>
    sentence`${count(e.observed)} sockets are bound and neither connected nor listening; plain listings do not show them.`,
  "cause-binds-first": (e) =>
    sentence`bind(${subjectOf(e)}, 0)${within(e)} has used ${named(e, "used")} of ${named(e, "capacity")} ports (${percent(e.observed)}), the fullest destination only ${percent(numberOf(e, "tuples"))}.`,
  "cause-sidecar": (e) =>
    sentence`The sidecar binds ${about(e)} before it connects: ${named(e, "used")} of ${named(e, "capacity")} ports (${percent(e.observed)}).`,
  "cause-udp": (e) => sentence`${about(e)} holds ${count(e.observed)} of ${named(e, "capacity")} UDP ports.`,
  "cause-udp-pool": (e) => sentence`UDP${within(e)} holds ${named(e, "used")} of ${named(e, "capacity")} ports (${percent(e.observed)}).`,

  "cause-small-range": (e) =>
    sentence`${about(e)} gives ${named(e, "capacity")} ports and ${percent(e.observed)} are used; of the system’s default of ${named(e, "usual")} it would be ${percent(numberOf(e, "usualShare"))}.`,
  "cause-shared-pool": (e) =>
    sentence`TCP${within(e)} uses ${named(e, "used")} of ${named(e, "capacity")} ports (${percent(e.observed)}), which all destinations share on this system.`,
  "cause-port-refused": (e) =>
    sentence`Port ${subjectOf(e)}${ofProcess(e)} lies inside the ephemeral range (${portOf(e, "rangeLow")}–${portOf(e, "rangeHigh")}) and is not reserved: a client connection can hold it.`,
  "cause-node-ports": (e) =>
    sentence`NodePorts ${subjectOf(e)} lie inside the ephemeral range (${portOf(e, "rangeLow")}–${portOf(e, "rangeHigh")}) and are not reserved: a connection that takes one never comes about.`,
  "cause-port-excluded": (e) =>
    sentence`Port ${subjectOf(e)} lies in the excluded block ${portOf(e, "blockLow")}–${portOf(e, "blockHigh")}: Windows refuses it although nothing holds it.`,
  "cause-excluded-share": (e) => sentence`Excluded blocks take ${percent(e.observed)} of the dynamic range.`,
  "cause-fixed-port": (e) =>
    sentence`Connections${e.subject === "" ? [] : sentence` to ${subjectOf(e)}`} come from one fixed port${textOf(e, "port") ? sentence`, ${portOf(e, "port")}` : []}: until the last one’s TIME_WAIT ends, the next cannot be made.`,
  "cause-any-port": (e) =>
    sentence`Ports are free (${percent(e.observed)} used at most), and a port of the system’s own choice was refused all the same.`,

  "cause-conntrack-drops": (e) => sentence`nf_conntrack dropped ${plural(e.observed, "packet", "packets")} since the last look.`,
  "cause-allowance": (e) =>
    sentence`${plural(e.observed, "packet", "packets")} of ${subjectOf(e)} went over the connection tracking allowance of this instance and were dropped outside it.`,
  "cause-descriptors": (e) =>
    sentence`${subjectOf(e)} uses ${named(e, "used")} of ${named(e, "limit")} file descriptors (${percent(e.observed)}).`,
  "cause-unanswered": (e) =>
    sentence`${plural(e.observed, "connect", "connects")}${e.subject === "" ? [] : sentence` to ${subjectOf(e)}`} wait for an answer, and ${percent(numberOf(e, "ratio"))} of the ports are used here.`,
  "cause-egress": (e) => sentence`Traffic leaves this host through ${subject(textOf(e, "kind") ?? "NAT")}, as was declared.`,
  "cause-egress-share": (e) =>
    sentence`${subjectOf(e)}: ${count(e.observed)} connections, of ${count(e.limit ?? 0)} ports that ${textOf(e, "kind") ?? "NAT"} gives this host for one destination.`,
  "cause-node": () => sentence`This host is a Kubernetes node: pods leave through an address translation with ports of its own.`,
  "cause-no-ipv6": (e) =>
    e.observed === 0
      ? sentence`${e.subject === "" ? "The destination" : subjectOf(e)} is IPv6, and no IPv6 connection exists here; ports are free.`
      : sentence`${plural(e.observed, "IPv6 connection exists", "IPv6 connections exist")} here: the family works.`,
  "cause-overflow": (e) =>
    e.observed === 0
      ? sentence`${named(e, "timeWait")} entries in TIME_WAIT${e.limit === null ? [] : sentence`, of ${count(e.limit)} allowed`}; none was destroyed early.`
      : sentence`${plural(e.observed, "TIME_WAIT entry was", "TIME_WAIT entries were")} destroyed early${e.limit === null ? [] : sentence` at tcp_max_tw_buckets = ${figure(String(e.limit))}`}.`,
  "cause-clock-stopped": (e) =>
    numberOf(e, "days") < 0
      ? sentence`${count(e.observed)} entries in TIME_WAIT are more than 30 seconds of connections can leave.`
      : sentence`The system has run for ${named(e, "days")} days, past the 49.7 at which its TCP clock stops: ${count(e.observed)} entries stay in TIME_WAIT.`,
  "cause-not-decaying": (e) =>
    sentence`${count(e.observed)} entries in TIME_WAIT, no fewer for ${named(e, "minutes")} minutes, and hardly any connection was opened.`,
  "cause-recycle": (e) =>
    sentence`${subjectOf(e)} is ${figure(textOf(e, "value") ?? "1")}${where(e)}: it drops connects of clients behind one translated address.`,

  "cause-room": (e) => sentence`Ports are free: the fullest tuple or pool uses ${percent(e.observed)}.`,
  "cause-quiet": () => sentence`No failure of this kind was seen or logged.`,
  "cause-few": (e) =>
    sentence`${e.observed === 0 ? "No" : count(e.observed)} ${e.observed > 1 ? "sockets are" : "socket is"} ${FEW[textOf(e, "what") ?? ""] ?? "in that state"}.`,
  "cause-other-program": (e) =>
    sentence`Port ${subjectOf(e)}${ofProcess(e)} is held by a listener of another process: an ordinary conflict.`,
  "cause-outside-range": (e) =>
    sentence`Port ${subjectOf(e)}${ofProcess(e)} lies outside the ephemeral range: no connection is ever given it, so this is an ordinary conflict.`,
  "cause-no-generator": () => sentence`No load generator is seen, and no one pair of addresses fills the range by itself.`,
  "cause-no-pool": (e) => sentence`${subjectOf(e)} is not known to keep connections, and none is seen to be kept.`,
  "cause-no-owner": () => sentence`Which process it is was not read.`,
  "cause-none-binds": () => sentence`Nothing here is seen to run out by binding before it connects.`,
  "cause-usual-range": (e) => sentence`The range gives ${count(e.observed)} ports; the system’s default is ${count(e.limit ?? 0)}.`,
  "cause-steady": (e) =>
    sentence`${about(e)}: ${count(e.observed)} live connections, and no steady growth over ${named(e, "minutes")} minutes.`,
  "cause-no-recycle": () => sentence`No setting is active that drops connections.`,
  "cause-uptime": (e) => sentence`The system has run for ${named({ ...e, figures: { days: e.observed } }, "days")} days, less than 49.7.`,
  "cause-no-egress": () => sentence`It was declared that no address translation stands on the way out.`,
  "cause-unread": (e) => sentence`${UNSEEN[textOf(e, "part") ?? ""] ?? gapSentence(e)}`,
  "cause-too-short": (e) =>
    sentence`It shows only over time: ${count(e.limit ?? 0)} minutes of history are needed, ${named({ ...e, figures: { minutes: e.observed } }, "minutes")} are there.`,
  "cause-explained": (e) => {
    const by = CAUSES.find((each) => each === e.subject);
    return sentence`It comes from ${by ? diagnosis.cause[by] : "another cause"}.`;
  },
};
