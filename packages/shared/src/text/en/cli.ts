import type { CliText } from "../cli.ts";
import { cliCheck } from "./cli-check.ts";
import { cliDoctor } from "./cli-doctor.ts";
import { cliHeadroom } from "./cli-headroom.ts";
import { cliHelp } from "./cli-help.ts";
import { cliLint } from "./cli-lint.ts";
import { cliLog } from "./cli-log.ts";
import { cliTop } from "./cli-top.ts";
import { cliUsage } from "./cli-usage.ts";
import { cliWhatIf } from "./cli-what-if.ts";

const ENROL = "berth-agent enrol --server URL --token-file FILE";

export const cli: CliText = {
  help: cliHelp,
  headroom: cliHeadroom,
  doctor: cliDoctor,
  lint: cliLint,
  top: cliTop,
  usage: cliUsage,
  whatIf: cliWhatIf,
  unexpected: (detail) => `This is a fault in berth-agent; please report it with this line: ${detail}`,
  unwritable: (reason) => `The answer could not be written to standard output (${reason}).`,
  log: cliLog,
  check: cliCheck,
  enrol: {
    enrolled: (hostId, server, folder) =>
      `Enrolled as ${hostId} at ${server}.\nThe credential is in ${folder}/agent.json. Next: berth-agent run --state-dir ${folder}`,
    tokenSpent: (file) => `The token has done its work on this host. Delete ${file}.`,
    already: (hostId, server) =>
      `Already enrolled as ${hostId} at ${server}, and the credential works. Nothing was changed; the token was not used.`,
    replaced: (server) => `${server} no longer knows the credential of this host; enrolling anew.`,
    otherServer: (server, folder) =>
      `This host is enrolled at ${server}. To report to another server, give it a folder of its own (--state-dir DIR) or delete ${folder}/agent.json first.`,
    unverified: (hostId, server, reason) =>
      `This host is enrolled as ${hostId} at ${server}, which could not be asked whether the credential still works (${reason}). Nothing was changed; the token was not used. Try again when the server answers.`,
    tokenFileReadable: (file) => `Warning: other users can read ${file}. Keep a token to yourself: chmod 600 ${file}`,
    tokenFileUnreadable: (file, reason) =>
      `The token file ${file} cannot be read (${reason}). Give a file with one token in it, or - for standard input.`,
    notAToken: (file) =>
      `${file} holds no enrolment token. A token begins with berth_enrol_ and stands alone on one line; a new one comes from the dashboard.`,
    clearText: (server) =>
      `Warning: ${server} is plain HTTP, so token and credential travel readable. Use https:// outside of this machine.`,
    tokenRejected: (detail) =>
      `The server does not accept this token${detail ? ` (${detail})` : ""}. Tokens work once and expire; get a new one from the dashboard.`,
    refused: (status, detail) => `The server refused the enrolment with ${status}${detail ? `: ${detail}` : "."}`,
    unavailable: (server, reason) =>
      `${server} did not answer as a Berth server (${reason}). Check the address and that the server is up; the token was not used.`,
  },
  replay: {
    unknownFile: (name, meant) =>
      `${name} is named after no command that is known; it was not read.${meant === null ? "" : ` Was ${meant} meant?`}`,
    unusedFile: (name) => `${name} is known, but nothing in it is judged.`,
  },
  run: {
    notEnrolled: (folder) => `No credential in ${folder}. Enrol this host first: ${ENROL} --state-dir ${folder}`,
    unreadable: (folder, reason) =>
      `${folder}/agent.json cannot be used (${reason}). Delete it and enrol again: ${ENROL} --state-dir ${folder}`,
    folderUnusable: (folder, reason) =>
      `The folder ${folder} cannot be used (${reason}). Name one that this user may write: --state-dir DIR`,
    taken: (folder, pid) =>
      `Another agent (process ${pid}) already runs on ${folder}. Stop it first, or give this one a folder of its own: --state-dir DIR`,
  },
};
