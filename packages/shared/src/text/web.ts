import type { WebChartText } from "./web-chart.ts";
import type { WebEnrolmentText } from "./web-enrolment.ts";
import type { WebFleetText } from "./web-fleet.ts";
import type { WebHistoryText } from "./web-history.ts";
import type { WebHostText } from "./web-host.ts";
import type { WebTrendsText } from "./web-trends.ts";

/** A host's state as a page shows it: its verdict, or `unknown` while it is silent. */
export type HostState = "pass" | "warn" | "fail" | "unknown";

/** What every page shares: the frame, times, figures that are not known, and what to do when something is wrong. */
export interface WebText {
  skipToContent: string;
  mainNavigation: string;
  fleetLink: string;
  trendsLink: string;
  breadcrumb: string;
  language: string;
  theme: { label: string; system: string; light: string; dark: string };
  close: string;
  copy: string;
  copied: string;
  /** The age of data, `seconds` ≥ 0, short enough for a table column. */
  age(seconds: number): string;
  /** The same within a sentence: "4 s ago". */
  ago(seconds: number): string;
  timesIn(zone: string): string;
  unknownFigure(reason: string): string;
  unlimited: string;
  noAnswer: { title: string; detail: string };
  signIn: { title: string; detail: string; command: string; remote: string };
  missing: { title: string; detail: string; action: string };
  /** The API could not be reached, or answered 5xx. */
  trouble: {
    unreachable: { title: string; detail: string };
    failed: { title: string; detail(status: number): string };
    page: { title: string; detail: string };
    reference(id: string): string;
    retry: string;
  };
  fleet: WebFleetText;
  host: WebHostText;
  history: WebHistoryText;
  trends: WebTrendsText;
  chart: WebChartText;
  enrolment: WebEnrolmentText;
}
