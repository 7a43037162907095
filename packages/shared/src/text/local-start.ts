/** What `npm start` says on standard error. Times are seconds, sizes bytes. */
export interface LocalStartText {
  steps: {
    dataFolder(folder: string): string;
    agentBuild: string;
    dashboardBuild: string;
    database: string;
    dashboardLoaded: string;
    server(address: string): string;
    agentEnrolled: string;
    fleetAnswers: string;
  };
  done(step: string, seconds: string): string;
  underWay(step: string): string;
  hintToStop: string;
  warning: {
    unencrypted(address: string): string;
    agentEnded(ending: string, seconds: number): string;
    agentTakenOver(pid: number): string;
    openFolder(folder: string): string;
  };
  stopping: string;
  stopped: string;
  forced: string;
  problem(problem: StartProblem): string;
}

/** Why a start ended: each is one message that says what to do. */
export type StartProblem =
  | { kind: "bad-port"; value: string }
  | { kind: "port-blocked"; port: number }
  | { kind: "bad-listen-address"; value: string }
  | { kind: "bad-public-url"; value: string }
  | { kind: "port-taken"; port: number; holder: string | null; freePort: number }
  | { kind: "port-denied"; port: number }
  | { kind: "folder-in-use"; folder: string; pid: number; address: string | null }
  | { kind: "folder-not-writable"; folder: string; reason: string }
  | { kind: "no-space"; folder: string; freeBytes: number | null; neededBytes: number }
  | { kind: "build-failed"; what: "agent" | "dashboard"; output: string }
  | { kind: "enrolment-failed"; output: string }
  | { kind: "database-failed"; folder: string; reason: string }
  | { kind: "fleet-silent"; answer: string };
