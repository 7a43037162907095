import type { ENGINE_RULES } from "../../domain/checklist/catalogue/engine.ts";
import type { PORTS_RULES } from "../../domain/checklist/catalogue/ports.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, sentence, subject } from "../sentence.ts";
import {
  about,
  closes,
  count,
  gapSentence,
  growth,
  holder,
  idle,
  left,
  leftOut,
  minutes,
  named,
  observedPercent,
  others,
  percent,
  plural,
  portOf,
  REUSE,
  range,
  within,
} from "./checks-phrases.ts";

export const portsRules: ChecksGroupText<never, (typeof PORTS_RULES)[number]>["rules"] = {
  "dest-use": (e) => sentence`${about(e)} uses ${observedPercent(e)} of its ${named(e, "capacity")} ports: ${left(e)}${closes(e)}.`,
  "dest-left-out": (e) => sentence`${leftOut(e)}${within(e)}: the worst uses ${observedPercent(e)} of its ports.`,
  "dest-closest": (e) =>
    sentence`Closest: ${about(e)}, ${observedPercent(e)} of its ${named(e, "capacity")} ports, ${left(e)}${closes(e)}.`,
  "dest-past-half": (e) =>
    sentence`${about(e)} is past half of its ports (${observedPercent(e)}): connect() now searches in vain first and takes a hundred times longer.`,
  "dest-interval": (e) =>
    sentence`${about(e)} may use up to ${observedPercent(e)} of its ports: ${left(e)}, because a snapshot does not show how every port was taken.`,
  "dest-none": () => sentence`No outbound TCP connection uses the range.`,
  "dest-use-not-shared": (e) =>
    sentence`${about(e)} has ${left(e)} of ${named(e, "capacity")} ports (${observedPercent(e)} of them in use by all connections together)${closes(e)}.`,
  "dest-not-shared": () =>
    sentence`This system gives no port to two connections, whatever their destinations: the use of the whole host is what limits.`,

  "pool-use": (e) =>
    sentence`bind(${subjectOf(e)}, 0)${within(e)} has ${left(e)} of ${named(e, "capacity")} ports (${observedPercent(e)} used), whatever the destination${idle(e)}.`,
  "pool-use-spread": (e) =>
    sentence`bind(${subjectOf(e)}, 0)${within(e)} has ${left(e)} of ${named(e, "capacity")} ports (${observedPercent(e)} used), but nothing here binds before it connects, and connect() shares ports across destinations.`,
  "udp-use": (e) =>
    sentence`UDP over ${subjectOf(e)}${within(e)} uses ${observedPercent(e)} of ${named(e, "capacity")} ports: ${left(e)}, whatever the destination.`,
  "host-use": (e) =>
    sentence`TCP${within(e)} uses ${named(e, "used")} of the ${named(e, "capacity")} ports of the range (${observedPercent(e)}).`,
  "host-use-spread": (e) =>
    sentence`TCP${within(e)} uses ${named(e, "used")} of the ${named(e, "capacity")} ports of the range (${observedPercent(e)}), spread over destinations that share them: no tuple is short.`,
  "host-ports": (e) =>
    sentence`TCP${within(e)} uses ${named(e, "used")} of the ${named(e, "capacity")} ports of the range (${observedPercent(e)}).`,

  "time-wait-share": (e) =>
    sentence`${about(e)}: TIME_WAIT takes ${observedPercent(e)} of its ${named(e, "capacity")} ports (${named(e, "waiting")} entries)${closes(e)}.`,
  "time-wait-closest": (e) => sentence`Most TIME_WAIT: ${about(e)}, ${observedPercent(e)} of its ports.`,
  "time-wait-stopped": (e) =>
    sentence`The TCP clock of macOS seems to have stopped: ${plural(e.observed, "TIME_WAIT entry does", "TIME_WAIT entries do")} not end, and their number tells no rate.`,
  "time-wait-reusable": (e) =>
    sentence`${plural(e.observed, "TIME_WAIT entry", "TIME_WAIT entries")}${within(e)} may be taken over by a new connection and cost no port.`,
  "time-wait-server-side": (e) =>
    sentence`${plural(e.observed, "TIME_WAIT entry", "TIME_WAIT entries")}${within(e)} on the server side, on listeners’ ports: they cost no ephemeral port.`,
  "time-wait-left-out": (e) => sentence`${leftOut(e)}${within(e)} could hold TIME_WAIT on up to ${observedPercent(e)} of a tuple’s ports.`,

  "close-wait-growing": (e) =>
    sentence`${about(e)}${holder(e)}: ${plural(e.observed, "socket", "sockets")} in CLOSE_WAIT, not falling for ${minutes(e)}${growth(e)}. The application does not close them.`,
  "close-wait-pool-share": (e) =>
    sentence`${about(e)}${holder(e)}: ${named(e, "sockets")} sockets in CLOSE_WAIT hold ${observedPercent(e)} of its ports, for ${minutes(e)} now.`,
  "close-wait-process-share": (e) =>
    sentence`${about(e)}: ${named(e, "sockets")} sockets in CLOSE_WAIT hold ${observedPercent(e)} of the range, for ${minutes(e)} now.`,
  "close-wait-lasting": (e) =>
    sentence`${about(e)}${holder(e)}: ${plural(e.observed, "socket", "sockets")} in CLOSE_WAIT, at least ${count(e.limit ?? 0)} for ${minutes(e)} now.`,
  "close-wait-now": (e) => sentence`${about(e)}${holder(e)}: ${plural(e.observed, "socket", "sockets")} in CLOSE_WAIT now.`,
  "close-wait-by-process": (e) =>
    sentence`${count(e.observed)} sockets in CLOSE_WAIT${within(e)} in all, ${named(e, "unknown")} of them of no process that could be named: connections that listeners outside the range accepted, which cost no ephemeral port, or other users’ sockets.`,

  "listener-known-service": (e) =>
    sentence`${textOf(e, "service") ?? "A service"} listens on ${about(e)}${holder(e)}, inside the range and not reserved: while it restarts, a client connection can take its port.`,
  "listener-in-range": (e) =>
    sentence`${about(e)}${holder(e)} listens inside the range on a port that is not reserved: while it restarts, a client connection can take its port.`,
  "listener-young": (e) => sentence`${about(e)}${holder(e)} listens inside the range, not reserved, seen for less than ten minutes so far.`,
  "listener-udp": (e) =>
    sentence`UDP: ${about(e)}${others(e)} bound inside the range, for clients or for services; the ports of services belong among the reserved ones.`,

  "listener-by-design": (e) =>
    sentence`${plural(e.observed, "listener", "listeners")} of Windows’ own RPC${within(e)} ${e.observed === 1 ? "stands" : "stand"} in the range, as RPC is made: it tells its clients the port.`,

  "range-small": (e) =>
    sentence`${about(e)} leaves ${plural(e.observed, "port", "ports")} to give; fewer than ${count(e.limit ?? 0)} are soon gone.`,
  "range-below-default": (e) =>
    sentence`${about(e)} has ${count(e.observed)} ports, fewer than the system’s default of ${count(e.limit ?? 0)} (${range(e, "default")}).`,
  "range-parity": (e) =>
    sentence`${about(e)} has an odd number of ports: the kernel asks for ends of different parity, and may never find one end port.`,
  "range-listeners": (e) =>
    sentence`${about(e)} reaches down to service ports: ${plural(e.observed, "listener stands", "listeners stand")} unreserved inside it, the lowest on port ${portOf(e, "lowest")}.`,
  "range-privileged": (e) => sentence`${about(e)} begins below ip_unprivileged_port_start (${figure(String(e.limit ?? 0))}).`,
  "range-node-ports": (e) =>
    sentence`${about(e)} takes in ${plural(e.observed, "unreserved port", "unreserved ports")} of Kubernetes’ NodePort range (${range(e, "overlap")}); no socket holds a NodePort, so connect() can take it.`,
  "range-differs": (e) =>
    sentence`${about(e)} is the range of TCP over IPv4, but ${subject(textOf(e, "other") ?? "")} has ${range(e, "other")}: each is set apart.`,
  "range-is": (e) =>
    numberOf(e, "isDefault") === 1
      ? sentence`${about(e)}, the system’s default: ${count(e.observed)} ports to give.`
      : sentence`${about(e)}, not the system’s default: ${count(e.observed)} ports to give.`,
  "range-reserved": (e) => sentence`${plural(e.observed, "port", "ports")} of ${about(e)} ${e.observed === 1 ? "is" : "are"} reserved.`,

  "conntrack-use": (e) =>
    sentence`${subjectOf(e)} holds ${named(e, "count")} of ${named(e, "max")} entries (${observedPercent(e)}): once it is full, new connections are dropped, whatever ports are left.`,
  "conntrack-is": (e) => sentence`${subjectOf(e)} holds ${named(e, "count")} of ${named(e, "max")} entries (${percent(e.observed)}).`,
  "conntrack-unlimited": (e) =>
    sentence`${subjectOf(e)} holds ${named(e, "count")} entries; its maximum is set to 0, so nothing limits it.`,

  "tw-reuse-without-timestamps": (e) =>
    sentence`${about(e)} is ${figure("1")} but tcp_timestamps is ${figure("0")}: without timestamps nothing is reused.`,
  "tw-reuse-is": (e) => sentence`${about(e)} is ${figure(String(e.observed))}: ${REUSE[e.observed] ?? "not known"}.`,
  "tw-reuse-would-help": (e) =>
    sentence`${about(e)} is at ${observedPercent(e)}, mostly TIME_WAIT, towards an internal address: where connections cannot be pooled, tcp_tw_reuse = 1 gives these ports back after a second.`,
};

/** The notes of the engine itself. */
export const engineRules: ChecksGroupText<never, (typeof ENGINE_RULES)[number]>["rules"] = {
  "namespace-unread": (e) => sentence`Namespace ${subjectOf(e)} is not judged. ${gapSentence(e)}`,
  "namespaces-unseen": (e) => sentence`Not every network namespace is judged. ${gapSentence(e)}`,
  "details-left-out": () => sentence`The snapshot was too large: some tuples and listeners were left out.`,
  more: (e) => sentence`And ${count(e.observed)} more.`,
};
