import type { WebText } from "../web.ts";
import { webChart } from "./web-chart.ts";
import { webEnrolment } from "./web-enrolment.ts";
import { webFleet } from "./web-fleet.ts";
import { webHistory } from "./web-history.ts";
import { webHost } from "./web-host.ts";
import { webTrends } from "./web-trends.ts";

const age = (seconds: number): string => {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
};

export const web: WebText = {
  skipToContent: "Skip to the content",
  mainNavigation: "Main",
  fleetLink: "Fleet",
  trendsLink: "Trends",
  breadcrumb: "You are here",
  language: "Language",
  theme: { label: "Theme", system: "System", light: "Light", dark: "Dark" },
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  age,
  ago: (seconds) => (seconds < 1 ? "just now" : `${age(seconds)} ago`),
  timesIn: (zone) => `Times in ${zone}`,
  unknownFigure: (reason) => `Not known: ${reason}`,
  unlimited: "no limit",
  noAnswer: {
    title: "Berth does not answer.",
    detail: "The figures below are the last ones received. This page keeps trying and goes on by itself.",
  },
  signIn: {
    title: "This browser is not signed in",
    detail: "A sign-in link opens once. Start Berth again in its folder, then open the address in the last line it prints:",
    command: "npm start",
    remote: "If someone else runs Berth for you, ask them for a new link.",
  },
  missing: {
    title: "There is nothing at this address",
    detail: "The host may have been removed, or the link is not complete.",
    action: "Go to the fleet",
  },
  trouble: {
    unreachable: {
      title: "The API cannot be reached",
      detail:
        "Check that Berth is still running in its terminal (npm start). No data is lost: agents keep their snapshots and deliver them later.",
    },
    failed: {
      title: "The API could not answer",
      detail: (status) =>
        `It answered ${status}. Look at the last lines of Berth’s output; they say what went wrong. If the disk is full, free some space and start Berth again.`,
    },
    page: {
      title: "This page could not be drawn",
      detail: "This is a fault in Berth, not in your fleet. Load the page again; if it stays, report it with the reference below.",
    },
    reference: (id) => `Reference ${id}`,
    retry: "Try again",
  },
  fleet: webFleet,
  host: webHost,
  history: webHistory,
  trends: webTrends,
  chart: webChart,
  enrolment: webEnrolment,
};
