import type { CliLogText } from "../cli-log.ts";

const snapshots = (count: number): string => (count === 1 ? "1 snapshot" : `${count} snapshots`);
const seconds = (count: number): string => (count === 1 ? "1 second" : `${count} seconds`);

export const cliLog: CliLogText = {
  started: ({ version, hostId, server, sampleSeconds, waiting }) =>
    `berth-agent ${version} runs as ${hostId}, a snapshot every ${seconds(sampleSeconds)} to ${server}${waiting > 0 ? `, ${snapshots(waiting)} waiting` : ""}`,
  firstDelivery: "first snapshot delivered",
  deliversAgain: (waiting) => `the server answers again${waiting > 0 ? `, ${snapshots(waiting)} still to deliver` : ""}`,
  unavailable: (reason, waiting, waitSeconds) =>
    `the server cannot be reached (${reason}); ${snapshots(waiting)} kept, next try in ${seconds(waitSeconds)}`,
  unauthorized: (server, waitSeconds) =>
    `the server does not accept this host's credential (401); snapshots are kept, next try in ${seconds(waitSeconds)}. To mend it: berth-agent enrol --server ${server} --token-file FILE`,
  refused: (status, problem, detail) =>
    `the server refused a snapshot for good, it is dropped (${status} ${problem}${detail ? `: ${detail}` : ""})`,
  clockCorrected: (offset) =>
    `this host's clock is ${seconds(Math.abs(offset))} ${offset < 0 ? "ahead" : "behind"}; later snapshots are stamped by the server's`,
  clockTrusted: "this host's clock is right again; snapshots are stamped by it",
  sampleSeconds: (every) => `the server asks for a snapshot every ${seconds(every)}`,
  frameSamples: (count) => `the server asks for ${snapshots(count)} in a request while nothing is wrong`,
  hostChanged: (dropped) => `this host was enrolled anew; ${snapshots(dropped)} of the earlier enrolment dropped`,
  diskRefuses: (reason) =>
    `the disk refuses the spool (${reason}); waiting snapshots are kept in memory and would be lost with this process`,
  diskWorks: "the disk takes the spool again",
  spoolFull: "the spool is full; from now on the oldest snapshots are dropped",
  spoolUnreadable: "a waiting snapshot could not be read back, it is dropped",
  snapshotFailed: (detail) => `no snapshot this time: ${detail}`,
  judgingFailed: (detail) => `a snapshot could not be judged here, such snapshots are sent at once: ${detail}`,
  stopped: (kept, lost) =>
    `stopped${kept > 0 ? `, ${snapshots(kept)} kept for the next start` : ""}${lost > 0 ? `, ${snapshots(lost)} lost, since the disk refused` : ""}`,
};
