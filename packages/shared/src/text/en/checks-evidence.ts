import type { EVIDENCE_RULES } from "../../domain/checklist/catalogue/exhaustion.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, type Sentence, sentence, subject } from "../sentence.ts";
import { plural, within } from "./checks-phrases.ts";

const MINUTES_A_HOUR = 60;

function ago(e: Evidence): Sentence {
  const minutes = numberOf(e, "minutesAgo");
  if (minutes === 0) return sentence`less than a minute ago`;
  if (minutes < 2 * MINUTES_A_HOUR) return sentence`${plural(minutes, "minute", "minutes")} ago`;
  return sentence`${plural(Math.floor(minutes / MINUTES_A_HOUR), "hour", "hours")} ago`;
}

/** "5 times (last 3 minutes ago)" */
function often(e: Evidence): Sentence {
  const times = e.observed === 1 ? sentence`once` : plural(e.observed, "time", "times");
  if (textOf(e, "minutesAgo") === null) return sentence`${times} (when is not said)`;
  return sentence`${times} (${e.observed === 1 ? "" : "last "}${ago(e)})`;
}

const who = (e: Evidence): Sentence => {
  const [process, unit] = [textOf(e, "process"), textOf(e, "unit")];
  if (process === null) return sentence`A process that has ended`;
  return sentence`${subject(process)}${unit === null || unit === process ? "" : ` (${unit})`}`;
};

const from = (e: Evidence): Sentence => {
  const source = textOf(e, "source");
  return source === null ? [] : sentence` from ${subject(source)}`;
};

/** Which log says it, and how often. */
const log = (e: Evidence): Sentence => sentence`${subject(textOf(e, "source") ?? "the log")} says ${often(e)}`;

const quote = (e: Evidence): Sentence => sentence`“${subject(textOf(e, "quote") ?? "")}”`;

const port = (e: Evidence): Sentence => {
  const text = textOf(e, "port");
  return text === null ? sentence`a port that the line does not name` : sentence`its port ${figure(text)}`;
};

export const evidenceRules: ChecksGroupText<never, (typeof EVIDENCE_RULES)[number]>["rules"] = {
  "failed-connect": (e) =>
    sentence`${who(e)} found no port${from(e)} for a TCP connection to ${subjectOf(e)}${within(e)} ${often(e)}, EADDRNOTAVAIL (99): what ran out are the ports towards that destination. Reusing connections to it helps first.`,
  "failed-bind": (e) =>
    sentence`${who(e)} was refused a port by bind()${from(e)}${within(e)} ${often(e)}, EADDRINUSE (98), while the pool of its address was nearly used up: it is shared by all destinations. IP_BIND_ADDRESS_NO_PORT before bind() helps first.`,
  "failed-udp-connect": (e) =>
    sentence`${who(e)} found no UDP port${within(e)} ${often(e)}, EAGAIN (11): UDP has one pool for all destinations. Keeping UDP sockets, and a DNS cache on the host, help first.`,
  "logged-no-port": (e) => sentence`${log(e)} that a connection found no local port (EADDRNOTAVAIL): ${quote(e)}.`,
  "logged-haproxy": (e) => sentence`${log(e)} that HAProxy had no source port left: ${quote(e)}.`,
  "logged-windows-tcp": (e) => sentence`${log(e)} that every TCP port of the dynamic range was in use (event 4231): ${quote(e)}.`,
  "logged-windows-udp": (e) => sentence`${log(e)} that every UDP port of the dynamic range was in use (event 4266): ${quote(e)}.`,
  "logged-macos-udp": (e) => sentence`${log(e)} that macOS refuses UDP ports, because fewer than it keeps back are left: ${quote(e)}.`,
  "logged-windows-reused": (e) =>
    sentence`${log(e)} that a connection failed because its local port was used for the same destination shortly before (event 4227): ${quote(e)}.`,
  "logged-in-use": (e) =>
    sentence`${log(e)} that a client was refused a local port (EADDRINUSE), as happens to one that binds before it connects: ${quote(e)}.`,
  "logged-udp-again": (e) =>
    sentence`${log(e)} that a UDP socket was refused (EAGAIN or EADDRINUSE), as it is when no UDP port is left: ${quote(e)}.`,
  "logged-no-buffer": (e) =>
    sentence`${log(e)} that Windows lacked buffer space (WSAENOBUFS, 10055), which it also says when no dynamic port is left: ${quote(e)}.`,
  "logged-listener-refused": (e) =>
    sentence`${log(e)} that a service was refused ${port(e)}, because another socket has it. That is no lack of ports: ${quote(e)}.`,
  "logged-address-family": (e) =>
    sentence`${log(e)} that an IPv6 address could not be assigned, on a host without any IPv6 connection: IPv6 is missing there, not a port. ${quote(e)}.`,
  "evidence-logs-only": () =>
    sentence`Only logs were read. Many programs, curl among them, log no reason, so a failure may have gone unsaid; the resident agent sees calls fail as they do.`,
};
