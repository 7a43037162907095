import type { Evidence } from "../../domain/checklist/check.ts";
import type { ChecksText } from "../checks.ts";
import { evidenceFigures, gapIn, numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { gap } from "./checks-gaps.ts";

const { count, named, percent, observedPercent } = evidenceFigures("en");

/** "10.0.3.17 → 10.4.7.21:6379", and the namespace where it is not the host's own. */
const about = (e: Evidence): Sentence => sentence`${subjectOf(e)}${within(e)}`;

function within(e: Evidence): Sentence {
  const namespace = textOf(e, "namespace");
  return namespace === null ? [] : sentence` in ${subject(namespace)}`;
}

/** "2,097 left", with the interval where a snapshot cannot settle it. */
function left(e: Evidence): Sentence {
  if (textOf(e, "left") === null) return sentence`at least ${named(e, "low")} left`;
  const isSettled = numberOf(e, "low") === numberOf(e, "high");
  return sentence`${named(e, "left")} left${isSettled ? "" : sentence` (${named(e, "low")} to ${named(e, "high")})`}`;
}

function closes(e: Evidence): Sentence {
  const rate = numberOf(e, "closesPerSecond");
  if (rate === 0) return [];
  return sentence`, ${named(e, "closesPerSecond")} ${rate === 1 ? "close" : "closes"} per second`;
}

const plural = (value: number, one: string, other: string): Sentence => sentence`${count(value)} ${value === 1 ? one : other}`;

const minutes = (e: Evidence): Sentence => plural(numberOf(e, "minutes"), "minute", "minutes");

const leftOut = (e: Evidence): Sentence =>
  plural(numberOf(e, "count"), "tuple that the snapshot had no room for", "tuples that the snapshot had no room for");

const holder = (e: Evidence): string => {
  const process = textOf(e, "process");
  return process === null ? "" : ` (${process})`;
};

const gapSentence = (e: Evidence): string => {
  const found = gapIn(e);
  return found ? gap(found.part, found.reason) : "";
};

const REUSE = ["off", "on everywhere", "loopback only"];

export const rules: ChecksText["rules"] = {
  "dest-use": (e) => sentence`${about(e)} uses ${observedPercent(e)} of its ${named(e, "capacity")} ports: ${left(e)}${closes(e)}.`,
  "dest-left-out": (e) => sentence`${leftOut(e)}${within(e)}: the worst uses ${observedPercent(e)} of its ports.`,
  "dest-closest": (e) =>
    sentence`Closest: ${about(e)}, ${observedPercent(e)} of its ${named(e, "capacity")} ports, ${left(e)}${closes(e)}.`,
  "dest-past-half": (e) =>
    sentence`${about(e)} is past half of its ports (${observedPercent(e)}): connect() now searches in vain first and takes a hundred times longer.`,
  "dest-interval": (e) =>
    sentence`${about(e)} may use up to ${observedPercent(e)} of its ports: ${left(e)}, because a snapshot does not show how every port was taken.`,
  "dest-none": () => sentence`No outbound TCP connection uses the range.`,

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
  "time-wait-reusable": (e) =>
    sentence`${plural(e.observed, "TIME_WAIT entry", "TIME_WAIT entries")}${within(e)} may be taken over by a new connection and cost no port.`,
  "time-wait-server-side": (e) =>
    sentence`${plural(e.observed, "TIME_WAIT entry", "TIME_WAIT entries")}${within(e)} on the server side, on listeners’ ports: they cost no ephemeral port.`,
  "time-wait-left-out": (e) => sentence`${leftOut(e)}${within(e)} could hold TIME_WAIT on up to ${observedPercent(e)} of a tuple’s ports.`,

  "close-wait-growing": (e) =>
    sentence`${about(e)}: ${plural(e.observed, "socket", "sockets")} in CLOSE_WAIT, not falling for ${minutes(e)}${growth(e)}. The application does not close them.`,
  "close-wait-pool-share": (e) =>
    sentence`${about(e)}: ${named(e, "sockets")} sockets in CLOSE_WAIT hold ${observedPercent(e)} of its ports, for ${minutes(e)} now.`,
  "close-wait-lasting": (e) =>
    sentence`${about(e)}: ${plural(e.observed, "socket", "sockets")} in CLOSE_WAIT, at least ${count(e.limit ?? 0)} for ${minutes(e)} now.`,
  "close-wait-now": (e) => sentence`${about(e)}: ${plural(e.observed, "socket", "sockets")} in CLOSE_WAIT now.`,
  "close-wait-by-process": (e) =>
    sentence`${count(e.observed)} sockets in CLOSE_WAIT${within(e)} in all. Which process holds them is not collected, so a leak over many peers would not show here.`,

  "listener-known-service": (e) =>
    sentence`${textOf(e, "service") ?? "A service"} listens on ${about(e)}${holder(e)}, inside the range and not reserved: while it restarts, a client connection can take its port.`,
  "listener-in-range": (e) =>
    sentence`${about(e)}${holder(e)} listens inside the range on a port that is not reserved: while it restarts, a client connection can take its port.`,
  "listener-young": (e) => sentence`${about(e)}${holder(e)} listens inside the range, not reserved, seen for less than ten minutes so far.`,
  "listener-udp": (e) =>
    sentence`UDP: ${about(e)}${others(e)} bound inside the range, for clients or for services; the ports of services belong among the reserved ones.`,

  "range-small": (e) =>
    sentence`${about(e)} leaves ${plural(e.observed, "port", "ports")} to give; fewer than ${count(e.limit ?? 0)} are soon gone.`,
  "range-below-default": (e) =>
    sentence`${about(e)} has ${count(e.observed)} ports, fewer than the kernel’s default of ${count(e.limit ?? 0)} (${range(e, "default")}).`,
  "range-parity": (e) =>
    sentence`${about(e)} has an odd number of ports: the kernel asks for ends of different parity, and may never find one end port.`,
  "range-listeners": (e) =>
    sentence`${about(e)} reaches down to service ports: ${plural(e.observed, "listener stands", "listeners stand")} unreserved inside it, the lowest on port ${portOf(e, "lowest")}.`,
  "range-privileged": (e) => sentence`${about(e)} begins below ip_unprivileged_port_start (${figure(String(e.limit ?? 0))}).`,
  "range-node-ports": (e) =>
    sentence`${about(e)} takes in ${plural(e.observed, "unreserved port", "unreserved ports")} of Kubernetes’ NodePort range (${range(e, "overlap")}); no socket holds a NodePort, so connect() can take it.`,
  "range-is": (e) =>
    numberOf(e, "isDefault") === 1
      ? sentence`${about(e)}, the kernel’s default: ${count(e.observed)} ports to give.`
      : sentence`${about(e)}, not the kernel’s default: ${count(e.observed)} ports to give.`,
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

  "namespace-unread": (e) => sentence`Namespace ${subjectOf(e)} is not judged. ${gapSentence(e)}`,
  "namespaces-unseen": (e) => sentence`Not every network namespace is judged. ${gapSentence(e)}`,
  "details-left-out": () => sentence`The snapshot was too large: some tuples and listeners were left out.`,
  more: (e) => sentence`And ${count(e.observed)} more.`,
};

function idle(e: Evidence): Sentence {
  const sockets = numberOf(e, "boundInactive");
  return sockets === 0 ? [] : sentence`; ${plural(sockets, "socket is", "sockets are")} bound and not connected`;
}

function growth(e: Evidence): Sentence {
  return numberOf(e, "perHour") === 0 ? [] : sentence` (${named(e, "perHour")} more per hour)`;
}

function others(e: Evidence): Sentence {
  const more = numberOf(e, "others");
  return more === 0 ? sentence` is` : sentence` and ${plural(more, "other socket", "other sockets")} are`;
}

/** Ports are names, not amounts: no separators. */
const portOf = (e: Evidence, name: string): Sentence => [figure(textOf(e, name) ?? "–")];

const range = (e: Evidence, name: string): Sentence =>
  sentence`${subject(`${textOf(e, `${name}Low`) ?? ""}–${textOf(e, `${name}High`) ?? ""}`)}`;
