import type { Evidence } from "../../domain/checklist/check.ts";
import type { Rule } from "../../domain/checklist/rule.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { about, count, holder, named, observedPercent, percent, plural, within } from "./checks-phrases.ts";

const perSecond = (e: Evidence): Sentence =>
  sentence`${named({ ...e, figures: { rate: e.observed } }, "rate")} new ${e.observed === 1 ? "connection" : "connections"} per second`;

function service(e: Evidence): Sentence {
  const name = textOf(e, "service");
  return name === null ? [] : sentence` to ${name}`;
}

/** Half of the connections live shorter than this. */
function life(e: Evidence): Sentence {
  if (textOf(e, "medianLifeMs") === null) return [];
  const ms = numberOf(e, "medianLifeMs");
  const written = ms < 1_000 ? `${Math.max(1, Math.round(ms))} ms` : `${Math.round(ms / 100) / 10} s`;
  return sentence`, median life ${figure(written)}`;
}

/** A process that may be a container's or a unit's. */
function unit(e: Evidence): Sentence {
  const name = textOf(e, "unit");
  return name === null ? [] : sentence` of ${subject(name)}`;
}

function descriptors(e: Evidence): Sentence {
  return textOf(e, "descriptorLimit") === null
    ? []
    : sentence`; ${named(e, "descriptors")} of its ${named(e, "descriptorLimit")} file descriptors are open`;
}

function mostlyTo(e: Evidence): Sentence {
  const tuple = textOf(e, "tuple");
  return tuple === null ? [] : sentence`, mostly ${subject(tuple)}`;
}

const addresses = (e: Evidence): Sentence =>
  sentence`${plural(numberOf(e, "sources"), "source address", "source addresses")} and ${plural(numberOf(e, "destinations"), "destination address", "destination addresses")}`;

/** What checks say of processes and of how they use connections. */
export const attributionRules = {
  "pool-churn": (e: Evidence) =>
    sentence`${about(e)}${holder(e)}: ${perSecond(e)}${service(e)}${life(e)}, ${named(e, "timeWait")} in TIME_WAIT beside ${named(e, "established")} established. Each is opened anew where one kept open would serve.`,
  "pool-churn-by-design": (e: Evidence) => sentence`${about(e)}${holder(e)}: ${perSecond(e)}${life(e)}, which is what that program is for.`,
  "pool-busiest": (e: Evidence) => sentence`Busiest: ${about(e)}${holder(e)}, ${perSecond(e)}${service(e)}${life(e)}.`,

  "binds-first": (e: Evidence) =>
    sentence`${about(e)}${holder(e)}: ${named(e, "connections")} connections to ${plural(numberOf(e, "destinations"), "destination", "destinations")} hold ${named(e, "ports")} ports that nobody shares, which is what bind() before connect() does. ${observedPercent(e)} of the range is in use, for every destination alike.`,

  "process-holds-most": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} holds ${named(e, "ports")} of the ${named(e, "inUse")} TCP ports in use (${observedPercent(e)})${mostlyTo(e)}; ${percent(numberOf(e, "usedRatio"))} of the range is in use${descriptors(e)}.`,
  "process-proxy": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} is a proxy and holds ${named(e, "ports")} of the ${named(e, "inUse")} TCP ports in use; the range has ${named(e, "capacity")}.`,
  "process-growing": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} holds ${plural(e.observed, "port", "ports")}, ${named(e, "perHour")} more per hour, and has not fallen back for half an hour.`,
  "process-top": (e: Evidence) =>
    sentence`Most ports: ${about(e)}${unit(e)}, ${named(e, "ports")} of the ${named(e, "inUse")} TCP ports in use.`,

  "udp-ports": (e: Evidence) =>
    sentence`UDP sockets${within(e)} hold ${named(e, "used")} of the ${named(e, "capacity")} ports of the range (${observedPercent(e)}), whatever the destination.`,
  "udp-shortage-logged": (e: Evidence) =>
    sentence`The system logged ${plural(e.observed, "time", "times")} in the last 24 hours that UDP ports run short (${subjectOf(e)}).`,
  "udp-process": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} holds ${plural(e.observed, "UDP port", "UDP ports")} of the range: a socket for every question, or sockets that are never closed.`,
  "udp-resolver": (e: Evidence) =>
    sentence`${about(e)} holds ${plural(e.observed, "UDP port", "UDP ports")} of the range, as a resolver does: one for every open query.`,
  "udp-is": (e: Evidence) =>
    sentence`UDP sockets${within(e)} hold ${named(e, "used")} of the ${named(e, "capacity")} ports of the range (${percent(e.observed)}).`,

  "descriptors-short": (e: Evidence) =>
    sentence`${about(e)}${unit(e)} has ${named(e, "descriptors")} of its ${named(e, "descriptorLimit")} file descriptors open (${observedPercent(e)}): past the limit it can open no socket, whatever ports are left.`,
  "descriptors-logged": (e: Evidence) =>
    sentence`${subjectOf(e)}: ${plural(e.observed, "refusal", "refusals")} for want of file descriptors in the log of the last 24 hours. More ports would not help.`,
  "descriptors-most": (e: Evidence) =>
    sentence`Most file descriptors: ${about(e)}, ${named(e, "descriptors")} of ${named(e, "descriptorLimit")} (${percent(e.observed)}).`,
  "listen-drops": (e: Evidence) =>
    sentence`${plural(e.observed, "connection", "connections")} of others ${e.observed === 1 ? "was" : "were"} dropped since the last snapshot because a listener’s queue was full: a slow accept(), not a shortage of ports.`,

  "scale-out-narrow": (e: Evidence) =>
    sentence`${about(e)} uses ${observedPercent(e)} of its ports with one source address and one destination address, and its connections are reused: another address on either side adds ${named(e, "capacity")} ports.`,
  "scale-out-breadth": (e: Evidence) =>
    sentence`${about(e)}, ${percent(e.observed)} of its ports: port ${figure(String(numberOf(e, "port")))} is reached by ${addresses(e)}, ${named(e, "tuples")} of ${count(numberOf(e, "possible"))} pairs in use.`,
} satisfies Partial<Record<Rule, (e: Evidence) => Sentence>>;

export const attributionTitles = {
  title: {
    "pool-churn": "Connections that are not reused",
    "bind-first": "bind() before connect()",
    "proc-top": "The process that holds most ports",
    "udp-eph": "UDP ports",
    "fd-confound": "File descriptors instead of ports",
    "scale-out": "Addresses on both sides",
  },
  looksAt: {
    "pool-churn": "New connections per second to each destination, how long they live, and TIME_WAIT for each live one.",
    "bind-first": "Whether one address gives every connection a port of its own where destinations could share them.",
    "proc-top": "Each process’s share of the TCP ports in use, and whether it only grows.",
    "udp-eph": "Distinct UDP ports of the range, in all and for each process.",
    "fd-confound": "Open files against the limit of each process, “too many open files” in the log, full listen queues.",
    "scale-out": "How many source and destination addresses carry the tightest tuples.",
  },
  passed: {
    "pool-churn": "No destination is given short connections in numbers.",
    "bind-first": "Nothing seems to bind before it connects.",
    "proc-top": "No single process holds most of the ports.",
    "udp-eph": "UDP has ports to spare.",
    "fd-confound": "No process is near its limit of file descriptors.",
    "scale-out": "No tuple is short for want of addresses.",
  },
} as const;
