import { sameAddress } from "../network/address.ts";
import { AddressReplay } from "./address-replay.ts";
import { spreadOf } from "./creation-order.ts";
import { groupsByLocalAddress, type LocalGroups, PortSharing } from "./local-cohort.ts";
import { type Halves, halvesOf } from "./parity-halves.ts";
import { isEphemeral, OWNER } from "./port-owner.ts";
import { judgeRuns, type RunVerdicts } from "./port-runs.ts";
import type { PortSurvey } from "./port-survey.ts";
import { SOCKET_FLAG } from "./socket-table.ts";

/** More rows of one address than this are judged by counts alone, not by the order in which they were made. */
const REPLAY_ROWS_MAX = 65_536;

/** Half a megabyte that one call after the other uses. */
const sharing = new PortSharing();

/**
 * Marks the ports that the pattern of a snapshot gives to bind(), where no socket proves it. The kernel keeps who chose
 * a port in its bucket, out of sight; but connect() uses up the even offsets of the range before it takes an odd one,
 * walks forward in small steps, and shares ports between destinations, while bind(S, 0) takes odd ones first, at random,
 * and never shares on one address. Inode numbers grow, so the living sockets can be replayed in the order they were made;
 * TIME_WAIT entries in the order they closed.
 */
export function guessBindOwned(survey: PortSurvey): void {
  const { table } = survey;
  if (table.rangeLow === null) return;
  const addresses = groupsByLocalAddress(table);
  for (const groups of addresses) {
    if (!hasPeersOfOnePort(survey, groups)) continue;
    countSharing(survey, groups, sharing);
    const ports = sharing.ports();
    for (let at = 0; at < ports.length; at++) if (sharing.isAccepted(ports[at]!)) survey.markGuess(ports[at]!);
  }
  for (let group = 0; group < table.groupCount; group++) markOwnPeers(survey, group);
  const halves = halvesOf(survey, table.rangeLow);
  for (const groups of addresses) {
    if (isPlainlyConnects(survey, groups, halves)) continue;
    countSharing(survey, groups, sharing);
    if (needsReplay(survey, groups, halves, sharing)) replayAddress(survey, groups, halves, sharing);
  }
}

/** Accepted sockets are told by peers that are seen with one port each; without three of them there is nothing to count. */
function hasPeersOfOnePort({ groupStart }: PortSurvey, groups: LocalGroups): boolean {
  let peers = 0;
  for (const group of groups) if (groupStart[group + 1]! - groupStart[group]! === 1 && ++peers === 3) return true;
  return false;
}

/** The common case of `needsReplay`, without a count: no odd offset is taken, and there are some to take. */
function isPlainlyConnects({ table, rows, groupStart }: PortSurvey, groups: LocalGroups, { low, odd, oddLower }: Halves): boolean {
  if (odd === 0 || oddLower === 0) return false;
  for (const group of groups) {
    const to = groupStart[group + 1]!;
    for (let at = groupStart[group]!; at < to; at++) if (((table.port[rows[at]!]! - low) & 1) === 1) return false;
  }
  return true;
}

/**
 * Both ends of a connection on this host: the socket that came later was accepted, and its port is a listener's. A socket
 * connected to itself was almost surely bound to that port: connect() would have had to hit it by chance.
 */
function markOwnPeers(survey: PortSurvey, group: number): void {
  const { table, rows, groupStart } = survey;
  const remotePort = table.groupRemotePort(group);
  if (!isEphemeral(table.portClass[remotePort]!)) return;
  const [local, remote, device] = [table.groupLocal(group), table.groupRemote(group), table.groupDevice(group)];
  for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) {
    const row = rows[at]!;
    const port = table.port[row]!;
    const peer =
      port === remotePort && sameAddress(local, remote) ? row : peerOf(survey, table.findGroup(remote, local, port, device), remotePort);
    if (peer === null) continue;
    if (peer === row || (table.inode[peer] !== 0 && table.inode[row]! > table.inode[peer]!)) survey.markGuess(port);
  }
}

function peerOf({ table, rows, groupStart }: PortSurvey, group: number, port: number): number | null {
  if (group < 0) return null;
  for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) if (table.port[rows[at]!] === port) return rows[at]!;
  return null;
}

function countSharing({ table, rows, groupStart }: PortSurvey, groups: LocalGroups, sharing: PortSharing): void {
  sharing.clear();
  for (const group of groups) {
    const [from, to] = [groupStart[group]!, groupStart[group + 1]!];
    const peerPort = table.groupRemotePort(group);
    for (let at = from; at < to; at++) sharing.add(table.port[rows[at]!]!, peerPort, to - from);
  }
}

const rowsOf = ({ groupStart }: PortSurvey, groups: LocalGroups): number =>
  groups.reduce((sum, group) => sum + groupStart[group + 1]! - groupStart[group]!, 0);

/** Nothing but even offsets while odd ones are free for bind() is what connect() does: most hosts end here. */
function needsReplay(survey: PortSurvey, groups: LocalGroups, { low, odd, oddLower, middle }: Halves, sharing: PortSharing): boolean {
  let [oddTaken, oddLowerTaken, oddRows] = [0, 0, 0];
  const ports = sharing.ports();
  for (let at = 0; at < ports.length; at++) {
    const port = ports[at]!;
    if (((port - low) & 1) === 0 || !isOpen(survey, port)) continue;
    oddTaken++;
    if (port < middle) oddLowerTaken++;
    if (!sharing.isShared(port)) oddRows++;
  }
  return rowsOf(survey, groups) <= REPLAY_ROWS_MAX ? oddRows > 0 || oddTaken >= odd || oddLowerTaken >= oddLower : oddRows > 0;
}

const isOpen = (survey: PortSurvey, port: number): boolean =>
  isEphemeral(survey.table.portClass[port]!) && !(survey.owner[port]! & OWNER.bind);

function replayAddress(survey: PortSurvey, groups: LocalGroups, halves: Halves, sharing: PortSharing): void {
  const { table, rows, groupStart } = survey;
  const replay = new AddressReplay(survey, halves);
  const runs: RunVerdicts = { binds: [], connects: new Set() };
  for (const group of groups) {
    const spread = spreadOf(survey, group);
    if (!spread) judgeRuns(survey, group, runs);
    for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) {
      const row = rows[at]!;
      const port = table.port[row]!;
      if (spread?.isBind) survey.markGuess(port);
      if (spread || !isOpen(survey, port)) continue;
      const isConnects = (table.flags[row]! & SOCKET_FLAG.noPort) !== 0 || sharing.isShared(port) || runs.connects.has(row);
      replay.add(group, row, isConnects);
    }
  }
  for (const row of [...runs.binds, ...replay.bindOwnedRows()]) survey.markGuess(table.port[row]!);
}
