import type { HOST_CHECKS, HOST_RULES } from "../../domain/checklist/catalogue/host.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import { FOLKLORE_IDS } from "../../domain/remedies/folklore.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, sentence, subject } from "../sentence.ts";
import { count, named, observedPercent, percent, plural, within } from "./checks-phrases.ts";
import { remediesFolklore } from "./remedies-folklore.ts";

const quoted = (value: string | null) => subject(value === null || value === "" ? "nothing" : value);

/** The reason of the folklore that the evidence names; nothing where a later version names one that this one does not know. */
function mythReason(e: Evidence): string {
  const id = FOLKLORE_IDS.find((each) => each === textOf(e, "id"));
  if (id === undefined) return "";
  const effect = textOf(e, "effect") === "none" ? "none" : "harmful";
  return remediesFolklore.reason[id]({ id, effect, key: e.subject, value: textOf(e, "value") ?? "", file: null, line: null });
}

const place = (e: Evidence) => {
  const file = textOf(e, "file");
  return file === null ? [] : sentence` (${subject(file)})`;
};

export const hostChecks: ChecksGroupText<(typeof HOST_CHECKS)[number], (typeof HOST_RULES)[number]> = {
  title: {
    "ct-drop": "Conntrack drops and clashes",
    "syn-sent": "Connects without an answer",
    "tw-myth": "Harmful or useless tuning",
    "cfg-drift": "Changes and what a restart will undo",
    "fin2-orphan-mem": "FIN_WAIT_2, orphans and TCP memory",
  },
  looksAt: {
    "ct-drop": "Drops and failed inserts of nf_conntrack over the last minutes, and “table full” in the kernel’s log.",
    "syn-sent": "Sockets in SYN_SENT, to whom, and whether SYNs are sent again.",
    "tw-myth": "Settings that do nothing for ports, or harm, in files and in the running system.",
    "cfg-drift": "Settings in files against the running kernel’s, and what changed in the last 24 hours.",
    "fin2-orphan-mem": "Sockets without an owner against tcp_max_orphans, pages against tcp_mem, FIN_WAIT_2 against the range.",
  },
  passed: {
    "ct-drop": "Connection tracking drops nothing.",
    "syn-sent": "Connects are answered.",
    "tw-myth": "No setting that is known to be useless or harmful.",
    "cfg-drift": "What the files say is what the kernel has, and no recent change stands beside a shortage.",
    "fin2-orphan-mem": "Orphans and TCP memory are far from their limits.",
  },
  rules: {
    "conntrack-dropped": (e) =>
      sentence`Connection tracking dropped ${plural(e.observed, "packet", "packets")} in the last five minutes: new connections are lost whatever ports are left.`,
    "conntrack-full-logged": (e) =>
      sentence`The kernel logged in the last five minutes that the conntrack table is full (${plural(e.observed, "line", "lines")} since the log is followed).`,
    "conntrack-clashes": (e) =>
      sentence`${named({ ...e, figures: { rate: e.observed } }, "rate")} flows a second were given a source port that another flow had at the same moment: their SYN is lost and connect() waits a second.`,
    "conntrack-masquerade": () => sentence`This host masquerades without random-fully, which makes such clashes likely.`,

    "syn-sent-one-destination": (e) =>
      sentence`${plural(e.observed, "connect waits", "connects wait")}${within(e)} for an answer, ${named(e, "toFirst")} of them from ${subjectOf(e)}: that peer, or a firewall before it, is silent.`,
    "syn-sent-many-destinations": (e) =>
      sentence`${plural(e.observed, "connect waits", "connects wait")}${within(e)} for an answer, from ${named(e, "destinations")} destinations (${percent(numberOf(e, "share"))} of the outbound sockets): look at the way out, a NAT or an egress rule.`,

    myth: (e) => sentence`${mythReason(e)}${place(e)}`,
    "time-wait-overflow": (e) =>
      sentence`${plural(e.observed, "TIME_WAIT entry was", "TIME_WAIT entries were")} destroyed early because tcp_max_tw_buckets was reached.`,
    "time-wait-unwatched": () =>
      sentence`Whether TIME_WAIT entries are destroyed early has not been watched yet: it shows between two snapshots.`,

    "drift-at-next-start": (e) =>
      sentence`${subjectOf(e)} is ${quoted(textOf(e, "now"))} now and will be ${quoted(textOf(e, "later"))} after a restart (${subject(textOf(e, "file") ?? "")}).`,
    "drift-changed": (e) =>
      sentence`${subjectOf(e)} changed ${plural(e.observed, "minute", "minutes")} ago from ${quoted(textOf(e, "before"))} to ${quoted(textOf(e, "after"))}.`,
    "drift-unwatched": () => sentence`What changed earlier is not known: no agent was looking.`,

    "orphans-use": (e) =>
      sentence`${named(e, "orphans")} sockets have no owner any more, ${observedPercent(e)} of tcp_max_orphans (${named(e, "max")}): beyond it they are reset.`,
    "tcp-memory-full": (e) =>
      sentence`TCP uses ${observedPercent(e)} of its memory (${named(e, "pages")} of ${named(e, "max")} pages): connections are about to be reset.`,
    "tcp-memory-pressure": (e) =>
      sentence`TCP is under memory pressure: ${named(e, "pages")} pages, above ${named(e, "pressure")} (tcp_mem).`,
    "tcp-memory-aborts": (e) => sentence`${plural(e.observed, "connection was", "connections were")} reset for want of TCP memory.`,
    "fin-wait-2-share": (e) =>
      sentence`${named(e, "sockets")} sockets${within(e)} wait in FIN_WAIT_2 for peers that do not close, ${observedPercent(e)} of the range${e.subject === "" ? "" : sentence`, most of them for ${subjectOf(e)}`}.`,
    "orphans-are": (e) => sentence`${count(numberOf(e, "orphans"))} orphans of ${figure(String(textOf(e, "max") ?? "–"))} allowed.`,
  },
};
