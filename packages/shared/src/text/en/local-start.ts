import type { LocalStartText, StartProblem } from "../local-start.ts";

const megabytes = (bytes: number) => `${new Intl.NumberFormat("en").format(Math.floor(bytes / 1_000_000))} MB`;
const plural = new Intl.PluralRules("en");
const seconds = (count: number) => `${count} ${plural.select(count) === "one" ? "second" : "seconds"}`;
const builds = { agent: "agent", dashboard: "dashboard" };

function problem(failure: StartProblem): string {
  switch (failure.kind) {
    case "bad-port":
      return `PORT is "${failure.value}". Set it to a number from 1 to 65535, or leave it out for 4780.`;
    case "port-blocked":
      return `Browsers refuse to open port ${failure.port}. Choose another: PORT=4780 npm start`;
    case "bad-listen-address":
      return `BERTH_LISTEN is "${failure.value}", which is no address of this machine. Set it to one, such as 127.0.0.1, 0.0.0.0 or ::1.`;
    case "bad-public-url":
      return `BERTH_PUBLIC_URL is "${failure.value}". Set it to the address that people open, without a path, such as https://berth.example, or leave it out.`;
    case "port-taken":
      return `Port ${failure.port} is taken${failure.holder ? ` by ${failure.holder}` : ""}. Stop that program, or choose another port: PORT=${failure.freePort} npm start`;
    case "port-denied":
      return `This user may not listen on port ${failure.port}. Choose a port from 1024 up: PORT=4780 npm start`;
    case "folder-in-use":
      return `${failure.folder} is in use by another Berth (process ${failure.pid})${failure.address ? `: open ${failure.address}` : ""}. Stop it first, or choose another folder with BERTH_DATA_DIR.`;
    case "folder-not-writable":
      return `${failure.folder} cannot be written to (${failure.reason}). Give this user the right to, or choose another folder with BERTH_DATA_DIR.`;
    case "no-space":
      return `The disk of ${failure.folder} is full${failure.freeBytes === null ? "" : ` (${megabytes(failure.freeBytes)} free)`}. Free at least ${megabytes(failure.neededBytes)}, or choose a folder on another disk with BERTH_DATA_DIR.`;
    case "build-failed":
      return `The ${builds[failure.what]} could not be built:\n${failure.output}\nIf you changed the code, mend it; else run git status, undo what is not yours, and try again.`;
    case "enrolment-failed":
      return `The agent of this machine could not be enrolled:\n${failure.output}\nTry again; if it stays, move the folder "agent" out of the data folder and start anew.`;
    case "database-failed":
      return `The database in ${failure.folder} could not be opened: ${failure.reason}\nRestore a backup (docs/operating.md), or start with an empty folder: BERTH_DATA_DIR=/some/other/folder npm start`;
    case "fleet-silent":
      return `The dashboard did not answer as it should (${failure.answer}). Remove apps/web/.next and try again.`;
  }
}

export const localStart: LocalStartText = {
  steps: {
    dataFolder: (folder) => `data folder ${folder}`,
    agentBuild: "agent built",
    dashboardBuild: "dashboard built",
    database: "database open",
    dashboardLoaded: "dashboard loaded",
    server: (address) => `listening on ${address}`,
    agentEnrolled: "this machine is enrolled",
    fleetAnswers: "dashboard answers",
  },
  done: (step, took) => `✓ ${step} (${took} s)`,
  underWay: (step) => `… ${step}`,
  hintToStop: "Ctrl-C stops everything.",
  warning: {
    unencrypted: (address) =>
      `! ${address} is open to other machines and its traffic is not encrypted. Put a TLS proxy in front of it where the network is not yours alone.`,
    agentEnded: (ending, wait) => `! the agent ended (${ending}); next try in ${seconds(wait)}`,
    agentTakenOver: (pid) => `! an agent from an earlier start was still running (process ${pid}); it was asked to stop`,
    openFolder: (folder) => `! others could read ${folder}; its mode is 0700 now`,
  },
  stopping: "stopping …",
  stopped: "✓ stopped",
  forced: "! stopped at once; what was under way is lost",
  problem,
};
