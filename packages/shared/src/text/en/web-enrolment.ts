import type { WebEnrolmentText } from "../web-enrolment.ts";

export const webEnrolment: WebEnrolmentText = {
  addHost: "Add a host",
  empty: {
    title: "No host reports yet",
    lead: "An agent reads a machine’s socket tables every ten seconds and sends what it counted: never a payload, never a command line. The first verdict is here a few seconds after it starts.",
    waiting: "Waiting for the first snapshot. This page goes on by itself.",
    waitingFor: (hosts) => `Enrolled: ${hosts}. Start the agent there with “node berth-agent.mjs run”; this page goes on by itself.`,
    create: "Show me the commands",
  },
  title: "Add a host",
  lead: "Run these on the machine to watch. It needs Node 20 or newer; root lets the agent see every network namespace, and without it the gaps are named.",
  create: "Create an enrolment token",
  tokenMeta: (minutes, uses) =>
    `Shown once · expires in ${minutes >= 120 ? `${Math.round(minutes / 60)} hours` : `${minutes} min`} · ${uses === 1 ? "good for one host" : `good for ${uses} hosts`}`,
  steps: {
    download: { title: "Fetch the agent from this server", detail: "One file, no dependencies." },
    token: {
      title: "Put the token in a file only you can read",
      detail: "Run the command, paste the token, press Enter, then Ctrl-D. So it stays out of the process list and the shell’s history.",
    },
    enrol: { title: "Enrol", detail: "The token becomes a credential of this host’s own; delete the file afterwards." },
    run: { title: "Run the agent", detail: "It stays in the foreground; the host appears here within seconds." },
  },
  tokenLabel: "Enrolment token",
  loopback: {
    title: "Other hosts cannot reach this address.",
    detail: (server) =>
      `${server} is a loopback address: these commands work on this machine only. To enrol others, stop Berth and start it open to the network:`,
    command: "BERTH_LISTEN=0.0.0.0 npm start",
  },
  failed: "No token was created: the API did not answer. Try again in a moment.",
};
