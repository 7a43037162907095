import { figure, sentence } from "../sentence.ts";
import type { WebPeriodText, WebTrendsText } from "../web-trends.ts";

const count = new Intl.NumberFormat("en");
const plural = (n: number, one: string, other: string) => `${count.format(n)} ${n === 1 ? one : other}`;

/** Whole minutes under two days, then days. */
const lasting = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes >= 2_880) return `${Math.round(minutes / 1_440)} days`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

const period: WebPeriodText = {
  p95: {
    rose: (from, to) => sentence`p95 of hosts rose from ${figure(from)} to ${figure(to)}`,
    fell: (from, to) => sentence`p95 of hosts fell from ${figure(from)} to ${figure(to)}`,
    stayed: (at) => sentence`p95 of hosts stayed at ${figure(at)}`,
    unmeasured: sentence`No host’s use could be measured`,
  },
  over: (hosts, line, moment) => sentence`${figure(plural(hosts, "host", "hosts"))} over ${line} at most, on ${moment}`,
  neverOver: (line) => sentence`no host was over ${line}`,
  failures: (calls) =>
    calls === 0 ? sentence`no failed call was seen` : sentence`${figure(plural(calls, "call", "calls"))} found no port`,
  join: (clauses) => clauses.reduce((all, clause) => (all.length === 0 ? clause : sentence`${all}; ${clause}`), []).concat(sentence`.`),
  begins: (moment) => `Data begin on ${moment}.`,
  nobody: (seconds) => `Nobody reported for ${lasting(seconds)} in all.`,
  notReporting: (hosts, enrolled, moment) =>
    `Up to ${count.format(hosts)} of ${plural(enrolled, "host was", "hosts were")} silent at once (${moment}).`,
  notMeasured: (hosts) => `Up to ${plural(hosts, "host", "hosts")} at once reported but could not read the sockets.`,
  complete: "Every enrolled host reported all the time.",
  compared: {
    "24h": "p95 compares the first and the last hour, each by its median.",
    "7d": "p95 compares the first and the last day, each by its median.",
    "30d": "p95 compares the first and the last week, each by its median.",
    "13mo": "p95 compares the first and the last four weeks, each by its median.",
  },
};

export const webTrends: WebTrendsText = {
  title: "Trends",
  range: { "24h": "24 h", "7d": "7 d", "30d": "30 d", "13mo": "13 months" },
  rangeLabel: "Time range",
  group: {
    label: "Hosts",
    all: "Whole fleet",
    option: (value, hosts) => `${value} · ${plural(hosts, "host", "hosts")}`,
    show: "Show",
    unavailable: "groups could not be read",
  },
  period,
  worstOf: (span) => `the worst of each ${span}`,
  used: {
    title: "Used of capacity",
    label: "Used of capacity over time, percentiles over hosts",
    p50: "p50",
    p90: "p90",
    p95: "p95",
    p99: "p99",
    max: "fullest host",
  },
  over: {
    title: "Hosts over a line",
    meta: "by their tightest tuple",
    label: "Hosts over 50, 60 and 80 % over time",
    half: "over 50 %",
    sixty: "over 60 %",
    eighty: "over 80 %",
  },
  verdicts: {
    title: "Verdicts",
    meta: "hosts; silent ones count as unknown",
    label: "Hosts that fail, warn or are unknown over time",
    fail: "critical",
    warn: "warning",
    unknown: "unknown",
  },
  ceiling: {
    title: "Rate over ceiling",
    meta: "new connections over what the ports bear for ever; over 1 they run out",
    label: "Rate over ceiling over time",
    p95: "p95",
    max: "highest host",
  },
  traffic: {
    title: "Closes and failed calls",
    meta: (span) => `all hosts together; failed calls per ${span}`,
    label: "Closes per second and failed calls over time",
    closesPerSecond: "closes per second",
    failures: "calls without a port",
  },
  reporting: {
    title: "Hosts reporting",
    meta: "of those enrolled",
    label: "Hosts reporting over time",
    hosts: "reporting",
    silent: "silent",
  },
  checks: {
    title: "Checks",
    meta: "hosts, now and at most at once",
    caption: "Checks that found something in this period, with how many hosts",
    check: "Check",
    fail: "Critical",
    warn: "Warning",
    course: "Over time",
    nowAndMost: (now, most) => `${now} · at most ${most}`,
    courseLabel: (most) => `Hosts with a finding over time, at most ${most}`,
    none: "No check found anything in this period.",
  },
  destinations: {
    title: "Destinations",
    meta: "of the last hour, the tightest first",
    wholeFleet: "of the last hour and the whole fleet, the tightest first",
    caption: "Destinations of the last hour, the tightest first",
    destination: "Destination",
    hosts: "Hosts",
    closesPerSecond: "Closes/s",
    usedPorts: "Ports",
    worst: "Fullest host",
    none: "No host held a connection of its own in the last hour, or none of it is counted yet: that takes six minutes.",
    unavailable: "The destinations could not be read just now; they are tried again with the next refresh.",
  },
  empty: {
    title: "The first five minutes are being collected",
    lead: "Trends are made of closed steps of five minutes, so that what is drawn does not change any more.",
    steps: [
      "Agents send what they count; the fleet page shows it at once.",
      "Five minutes of it become one step, for every host and for the fleet.",
      "A minute later the step is closed, and stands here: about six minutes after the first snapshot.",
    ],
    fleetAction: "See the fleet now",
    hours: {
      title: "No whole hour is closed yet",
      detail:
        "This range is drawn from whole hours. The first is closed a minute after the full hour; 24 h and 7 d are drawn from five minutes and have data sooner.",
      action: "Look at 24 h",
    },
    group: {
      title: (name) => `Nothing of ${name} in this time`,
      detail: "No host with this label reported in it, or none of it is rolled up yet: that takes six minutes.",
      action: "Whole fleet",
    },
  },
  unknownGroup: {
    title: (name) => `No host has the label ${name}`,
    detail: "It may have been renamed, or the link is not complete.",
    action: "Whole fleet",
  },
};
