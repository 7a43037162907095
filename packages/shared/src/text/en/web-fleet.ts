import type { WebFleetText } from "../web-fleet.ts";

export const webFleet: WebFleetText = {
  title: "Fleet",
  reporting: (live, hosts) => `${live} of ${hosts} reporting`,
  announcement: ({ fail, warn, unknown, hosts }) => `${hosts} hosts: ${fail} critical, ${warn} warning, ${unknown} unknown`,
  counts: {
    fail: { label: "critical", note: (tightest) => (tightest === null ? "no host is failing" : `tightest: ${tightest}`) },
    warn: { label: "warning", note: "over a threshold, not yet failing" },
    pastHalf: { label: "past the 50 % line", note: "connect() takes a hundred times longer" },
    unknown: {
      label: "unknown",
      note: (stale, never) => (stale + never === 0 ? "every host has been heard" : `${stale} silent · ${never} never reported`),
    },
  },
  quay: {
    title: "Quay",
    label: "one square per host; the deeper the blue, the fuller its tightest tuple",
    legend: { pass: "OK", warn: "warning", fail: "critical", unknown: "unknown" },
  },
  table: {
    title: "Hosts",
    caption: "Hosts, the least headroom first",
    shown: (from, to, all) => (from === 1 && to === all ? "worst first" : `worst first · ${from}–${to} of ${all}`),
    host: "Host",
    tightest: "Tightest tuple",
    used: "Used of capacity",
    headroom: "Headroom",
    closesPerSecond: "Closes/s",
    verdict: "Verdict",
    seen: "Seen",
    inNamespace: (name) => `in ${name}`,
  },
  filter: { label: "Filter hosts by name", hint: "Filter hosts", none: (query) => `No host on this page has “${query}” in its name.` },
  never: "never reported",
  noTuple: "no outbound connections yet",
  neverHeard: "enrolled, nothing heard yet",
  more: "More hosts",
  first: "Back to the worst",
};
