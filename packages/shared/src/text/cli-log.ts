/** Lines of the resident agent's log: one event each. No Intl here: it would cost the agent 7 MB. */
export interface CliLogText {
  started(figures: { version: string; hostId: string; server: string; sampleSeconds: number; waiting: number }): string;
  firstDelivery: string;
  deliversAgain(waiting: number): string;
  unavailable(reason: string, waiting: number, waitSeconds: number): string;
  unauthorized(server: string, waitSeconds: number): string;
  refused(status: number, problem: string, detail: string): string;
  clockCorrected(seconds: number): string;
  clockTrusted: string;
  sampleSeconds(seconds: number): string;
  /** So many snapshots share a request while nothing is wrong. */
  frameSamples(count: number): string;
  hostChanged(dropped: number): string;
  diskRefuses(reason: string): string;
  diskWorks: string;
  spoolFull: string;
  spoolUnreadable: string;
  snapshotFailed(detail: string): string;
  judgingFailed(detail: string): string;
  /** `lost` waited in memory only. */
  stopped(kept: number, lost: number): string;
}
