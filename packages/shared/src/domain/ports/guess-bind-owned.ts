import { SMALL_STEP_SHARE, smallStepShare, spreadOf } from "./creation-order.ts";
import { groupsByLocalAddress, type LocalGroups, PortSharing } from "./local-cohort.ts";
import { isEphemeral, OWNER, type PortSurvey } from "./port-survey.ts";
import { SOCKET_FLAG } from "./socket-table.ts";

/** More rows of one address than this are judged by counts alone, not by the order in which they were made. */
const REPLAY_ROWS_MAX = 65_536;

/** Offsets from the range's low end, halved by parity: connect() takes even ones first, bind(S, 0) odd ones. */
interface Halves {
  low: number;
  /** Ports of P with even and with odd offset that no certain binder holds. */
  even: number;
  odd: number;
  /** The same for odd offsets of the lower half, where bind() with SO_REUSEADDR starts. */
  oddLower: number;
  middle: number;
}

/** One group while the rows of its address are replayed. */
interface Replay {
  evenLeft: number;
  /** Rows that either rule could have made, in order of creation. */
  openOdd: number[];
  openEven: number[];
  even: number;
  bind: number;
  odd: number;
}

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
  const halves = halvesOf(survey, table.rangeLow);
  const sharing = new PortSharing();
  for (const groups of groupsByLocalAddress(table)) {
    sharing.clear();
    for (const group of groups) {
      const [from, to] = [survey.groupStart[group]!, survey.groupStart[group + 1]!];
      for (let at = from; at < to; at++) sharing.add(table.port[survey.rows[at]!]!, table.groupRemotePort(group), to - from);
    }
    for (const port of sharing.ports()) if (sharing.isAccepted(port)) survey.owner[port]! |= OWNER.guessedBind;
    if (needsReplay(survey, groups, halves, sharing)) replayAddress(survey, groups, halves, sharing);
  }
}

function halvesOf(survey: PortSurvey, low: number): Halves {
  const { portClass, rangeHigh } = survey.table;
  const size = rangeHigh - low + 1;
  const halves: Halves = { low, even: 0, odd: 0, oddLower: 0, middle: low + ((size >> 2) << 1) };
  for (let port = low; port <= rangeHigh; port++) {
    if (!isEphemeral(portClass[port]!) || survey.owner[port]! & OWNER.bind) continue;
    if (((port - low) & 1) === 0) halves.even++;
    else {
      halves.odd++;
      if (port < halves.middle) halves.oddLower++;
    }
  }
  return halves;
}

/** Nothing but even offsets while odd ones are free for bind() is what connect() does: most hosts end here. */
function needsReplay(survey: PortSurvey, groups: LocalGroups, { low, odd, oddLower, middle }: Halves, sharing: PortSharing): boolean {
  let [rows, oddTaken, oddLowerTaken, oddRows] = [0, 0, 0, 0];
  for (const port of sharing.ports()) {
    if (((port - low) & 1) === 0 || !isOpen(survey, port)) continue;
    oddTaken++;
    if (port < middle) oddLowerTaken++;
    if (!sharing.isShared(port)) oddRows++;
  }
  for (const group of groups) rows += survey.groupStart[group + 1]! - survey.groupStart[group]!;
  return rows <= REPLAY_ROWS_MAX ? oddRows > 0 || oddTaken >= odd || oddLowerTaken >= oddLower : oddRows > 0;
}

const isOpen = (survey: PortSurvey, port: number): boolean =>
  isEphemeral(survey.table.portClass[port]!) && !(survey.owner[port]! & OWNER.bind);

function replayAddress(survey: PortSurvey, groups: LocalGroups, halves: Halves, sharing: PortSharing): void {
  const { table } = survey;
  const replays = new Map<number, Replay>();
  const living: number[] = [];
  const waiting: number[] = [];
  for (const group of groups) {
    replays.set(group, { evenLeft: halves.even, openOdd: [], openEven: [], even: 0, bind: 0, odd: 0 });
    if (isPlacedByHand(survey, group)) continue;
    for (let at = survey.groupStart[group]!; at < survey.groupStart[group + 1]!; at++) {
      const row = survey.rows[at]!;
      if (isOpen(survey, table.port[row]!)) (table.inode[row] === 0 ? waiting : living).push(row);
    }
  }
  const oddTaken = new Set<number>();
  const steps = [...byClosing(survey, waiting, halves.low), ...living.sort((a, b) => table.inode[a]! - table.inode[b]!)];
  for (const row of steps) replayRow(survey, row, halves, replays.get(table.group[row]!)!, oddTaken, sharing);
  const binders = [...replays.values()].reduce((sum, { bind }) => sum + bind, 0);
  for (const replay of replays.values()) settleOpenRows(survey, replay, halves, binders, oddTaken.size);
}

/**
 * A block of neighbouring ports of both parities is neither rule's work: an explicit bind() counts up, and
 * IP_LOCAL_PORT_RANGE draws a block in small steps (connect) or one parity after the other (bind).
 */
function isPlacedByHand(survey: PortSurvey, group: number): boolean {
  const spread = spreadOf(survey, group);
  if (!spread) return false;
  if (spread.isBind) {
    const { table, rows, groupStart } = survey;
    for (let at = groupStart[group]!; at < groupStart[group + 1]!; at++) markBind(survey, table.port[rows[at]!]!);
  }
  return true;
}

/** TIME_WAIT rows in the order of closing. Entries of one timer tick have none: the parity that came first goes first. */
function byClosing(survey: PortSurvey, rows: number[], low: number): number[] {
  const { expiresMs, port } = survey.table;
  const isOdd = (row: number) => (port[row]! - low) & 1;
  const earliest = [...rows].sort((a, b) => expiresMs[a]! - expiresMs[b]!).slice(0, Math.ceil(rows.length / 4));
  const oddFirst = earliest.filter(isOdd).length * 2 > earliest.length ? -1 : 1;
  return rows.sort((a, b) => expiresMs[a]! - expiresMs[b]! || oddFirst * (isOdd(a) - isOdd(b)));
}

function replayRow(survey: PortSurvey, row: number, halves: Halves, replay: Replay, oddTaken: Set<number>, sharing: PortSharing): void {
  const { table } = survey;
  const port = table.port[row]!;
  const isConnects = (table.flags[row]! & SOCKET_FLAG.noPort) !== 0 || sharing.isShared(port);
  if (((port - halves.low) & 1) === 0) {
    replay.evenLeft--;
    replay.even++;
    if (!isConnects && isOddUsedUp(halves, oddTaken, port)) replay.openEven.push(row);
    return;
  }
  oddTaken.add(port);
  replay.odd++;
  if (isConnects) return;
  if (replay.evenLeft > 0) {
    replay.bind++;
    markBind(survey, port);
  } else replay.openOdd.push(row);
}

/** Whether bind() had to take an even offset: no odd one left in the range, or in the half that it tries first. */
function isOddUsedUp({ odd, oddLower, middle }: Halves, oddTaken: Set<number>, port: number): boolean {
  if (oddTaken.size >= odd) return true;
  if (port >= middle || oddTaken.size < oddLower || oddLower === 0) return false;
  let lower = 0;
  for (const taken of oddTaken) if (taken < middle) lower++;
  return lower >= oddLower;
}

/** Rows that both rules allow: connect() walks in small steps; too few of them follow their group's other half. */
function settleOpenRows(survey: PortSurvey, replay: Replay, halves: Halves, binders: number, oddTaken: number): void {
  const settle = (rows: number[], isBindElse: boolean) => {
    const share = smallStepShare(survey, rows, halves);
    const isBind = share === null ? isBindElse : share < SMALL_STEP_SHARE;
    if (isBind) for (const row of rows) markBind(survey, survey.table.port[row]!);
  };
  settle(replay.openOdd, false);
  settle(replay.openEven, replay.odd > 0 ? replay.bind * 2 > replay.odd : binders * 2 > oddTaken);
}

function markBind(survey: PortSurvey, port: number): void {
  survey.owner[port]! |= OWNER.guessedBind;
}
