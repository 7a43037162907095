import type { WebHistoryText } from "../web-history.ts";

const step = (seconds: number) => (seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`);

export const webHistory: WebHistoryText = {
  title: "History",
  meta: (stepSeconds) => `used of capacity · one point per ${step(stepSeconds)}`,
  range: (hours) => `${hours} h`,
  rangeLabel: "Time range",
  tightest: "tightest tuple",
  bindPool: "bind-first pool",
  udp: "UDP",
  closesPerSecond: "Closes/s",
  lines: "Lines at 50, 60 and 80 %",
  chartLabel: "Used of capacity over time",
  keys: "Arrow keys move through time",
  silent: "no data",
  empty: "No snapshot in this time. History fills up while the agent runs.",
  asTable: "The same as a table",
  time: "Time",
  destination: "Destination",
  unavailable: "The history could not be read just now; it is tried again with the next refresh.",
};
