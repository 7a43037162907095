import type { WebHistoryText } from "../web-history.ts";

export const webHistory: WebHistoryText = {
  title: "History",
  meta: {
    raw: (span) => `used of capacity · single samples, one per ${span}`,
    "5m": (span) => `used of capacity · five-minute resolution, the worst of each ${span}`,
    "1h": (span) => `used of capacity · hourly resolution, the worst of each ${span}`,
  },
  range: (hours) => (hours <= 24 ? `${hours} h` : hours <= 720 ? `${hours / 24} d` : "13 months"),
  rangeLabel: "Time range",
  tightest: "tightest tuple",
  tightestWorst: "tightest tuple, at worst",
  tightestMean: "tightest tuple, mean",
  bindPool: "bind-first pool",
  udp: "UDP",
  lines: "Lines at 50, 60 and 80 %",
  chartLabel: "Used of capacity over time",
  ceiling: {
    title: "Rate over ceiling",
    meta: "new connections over what the ports bear for ever",
    label: "rate over ceiling",
    line: "Over 1 the ports run out",
  },
  traffic: {
    title: "Closes and failed calls",
    meta: "of the whole host",
    closesPerSecond: "closes per second",
    failures: "calls without a port",
  },
  empty: "No snapshot in this time. History fills up while the agent runs.",
  destination: "Destination",
  unavailable: "The history could not be read just now; it is tried again with the next refresh.",
};
