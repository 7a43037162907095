import type { CliCheckText } from "../cli-check.ts";

const KIND = { host: "host", named: "namespace", container: "container", pod: "pod" } as const;

export const cliCheck: CliCheckText = {
  title: {
    cause: "CAUSE",
    remedies: "WHAT TO DO",
    tuples: "TUPLES, TIGHTEST FIRST",
    pools: "BIND-FIRST POOLS: bind(source, 0), WHATEVER THE DESTINATION",
    founding: "CHECKS: THE SEVEN QUESTIONS TO ASK FIRST",
    further: "FURTHER CHECKS",
    gaps: "NOT SEEN",
    now: "NOW",
    files: "FILES NOT JUDGED",
  },
  named: "the cause here",
  limit: (figure) => `limit ${figure}`,
  possible: (cause) => `Or ${cause}:`,
  ruledOut: "Not:",
  namespace: (kind, name) => (name === null ? KIND[kind] : `${KIND[kind]} ${name}`),
  range: (low, high, capacity, reserved) => `ephemeral range ${low}–${high} · ${reserved} reserved · capacity ${capacity}`,
  rangeUnknown: "ephemeral range unknown",
  used: (used, capacity) => `${used} / ${capacity} used`,
  headroom: (interval) => `${interval} left`,
  unlimited: (atLeast) => `nothing limits (≥ ${atLeast})`,
  closesPerSecond: (rate) => `${rate} closes/s`,
  boundInactive: (count) => `${count} bound, unconnected`,
  noTuples: "No outbound TCP connection uses a port of the range.",
  moreTuples: (count, worst) => `and ${count} more${worst === null ? "" : `, ${worst} used at most`}`,
  moreNamespaces: (count) => `and ${count} more network namespaces`,
  more: (count) => `and ${count} more`,
  unknownFile: (name) => `${name}: named after no command that is known`,
  unusedFile: (name) => `${name}: nothing in it is judged`,
  percent: (figure) => `${figure} %`,
  logUnread: (file) => `a log could not be read: ${file}`,
  inNamespace: (name) => `in ${name}`,
};
