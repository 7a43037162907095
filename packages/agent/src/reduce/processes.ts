import type { ProcessUse } from "@berth/shared/domain/host/snapshot.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import { isEphemeral } from "@berth/shared/domain/ports/port-owner.ts";
import type { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";
import type { KnownProcess, SocketOwners } from "../collectors/linux/socket-owners.ts";
import { NumberIndex } from "./number-index.ts";

/** The wire takes no more. */
const PROCESSES_MAX = 10;
/** Processes without many ports, but near their limit of open files, have a place among them. */
const SHORT_OF_FILES_MAX = 3;
const SHORT_OF_FILES_RATIO = 0.8;
const PORTS = 65_536;
const { established: ESTABLISHED, closeWait: CLOSE_WAIT, close: CLOSE } = TCP_STATE_NUMBER;

interface Tally {
  /** Its place, which with a port makes a key. */
  place: number;
  established: number;
  closeWait: number;
  other: number;
  boundInactive: number;
  tcpPorts: number;
  udpPorts: number;
  oldestCloseWaitMs: number | null;
}

export interface ProcessContext {
  owners: SocketOwners;
  /** How long each socket has been seen in CLOSE_WAIT, in ms; null in a first reading, which cannot tell. */
  closeWaitAge: ((inode: number) => number) | null;
  /** Open files of a process now, where that is cheap to say. */
  countDescriptors: (pid: number) => number | null;
  /** Epoch milliseconds of a moment given in clock ticks from the start of the system; null where that is not known. */
  epochMsOf: (startTicks: number) => number | null;
}

/** Counts distinct (process, port) pairs; its memory is used again. */
const seen = new NumberIndex();

/** The processes of one namespace that hold most ports of the range. */
export function processesIn(tcp: SocketTable | null, udp: SocketTable | null, context: ProcessContext): ProcessUse[] {
  const { owners } = context;
  const tallies = new Map<number, Tally>();
  if (tcp) tallyTcp(tcp, tallies, context);
  if (udp) tallyUdp(udp, tallies, owners);
  const ranked = [...tallies].sort(([, a], [, b]) => b.tcpPorts + b.udpPorts - a.tcpPorts - a.udpPorts);
  const top = ranked.slice(0, PROCESSES_MAX).map(([pid, tally]) => ({ pid, tally }));
  const short = owners
    .busiest()
    .filter(({ identity }) => top.every(({ pid }) => pid !== identity.pid))
    .filter(isShortOfFiles)
    .slice(0, SHORT_OF_FILES_MAX)
    .map(({ identity: { pid } }) => ({ pid, tally: tallies.get(pid) ?? emptyTally(0) }));
  return [...top.slice(0, PROCESSES_MAX - short.length), ...short].flatMap(({ pid, tally }) => {
    const known = owners.process(pid);
    return known ? [describe(known, tally, context)] : [];
  });
}

const isShortOfFiles = ({ identity: { descriptorLimit }, descriptors }: KnownProcess): boolean =>
  descriptorLimit !== null && descriptors > descriptorLimit * SHORT_OF_FILES_RATIO;

function tallyTcp(table: SocketTable, tallies: Map<number, Tally>, { owners, closeWaitAge }: ProcessContext): void {
  seen.reset(table.length);
  for (let row = 0; row < table.length; row++) {
    const inode = table.inode[row]!;
    const pid = inode === 0 ? 0 : owners.pidOf(inode);
    if (pid === 0) continue;
    const tally = tallyOf(tallies, pid);
    const state = table.state[row]!;
    if (state === ESTABLISHED) tally.established++;
    else if (state === CLOSE) tally.boundInactive++;
    else if (state !== CLOSE_WAIT) tally.other++;
    else {
      tally.closeWait++;
      if (closeWaitAge) tally.oldestCloseWaitMs = Math.max(tally.oldestCloseWaitMs ?? 0, closeWaitAge(inode));
    }
    if (isFirst(table, row, tally)) tally.tcpPorts++;
  }
}

function tallyUdp(table: SocketTable, tallies: Map<number, Tally>, owners: SocketOwners): void {
  seen.reset(table.length);
  for (let row = 0; row < table.length; row++) {
    const inode = table.inode[row]!;
    const pid = inode === 0 ? 0 : owners.pidOf(inode);
    if (pid === 0) continue;
    const tally = tallyOf(tallies, pid);
    if (isFirst(table, row, tally)) tally.udpPorts++;
  }
}

/** Whether this socket is the first of its process on its port, which one may give out. */
function isFirst(table: SocketTable, row: number, { place }: Tally): boolean {
  const port = table.port[row]!;
  if (port === 0 || !isEphemeral(table.portClass[port]!) || place >= PORTS) return false;
  const before = seen.size;
  seen.put(place * PORTS + port);
  return seen.size > before;
}

function tallyOf(tallies: Map<number, Tally>, pid: number): Tally {
  const known = tallies.get(pid);
  if (known !== undefined) return known;
  const tally = emptyTally(tallies.size);
  tallies.set(pid, tally);
  return tally;
}

const emptyTally = (place: number): Tally => ({
  place,
  established: 0,
  closeWait: 0,
  other: 0,
  boundInactive: 0,
  tcpPorts: 0,
  udpPorts: 0,
  oldestCloseWaitMs: null,
});

function describe({ identity, descriptors }: KnownProcess, tally: Tally, { countDescriptors, epochMsOf }: ProcessContext): ProcessUse {
  const { pid, name, unit, runtime, descriptorLimit, startTicks } = identity;
  const startedMs = epochMsOf(startTicks);
  return {
    pid,
    name,
    unit,
    established: tally.established,
    closeWait: tally.closeWait,
    other: tally.other,
    oldestCloseWaitMs: tally.oldestCloseWaitMs,
    tcpPortsInRange: tally.tcpPorts,
    udpPortsInRange: tally.udpPorts,
    boundInactive: tally.boundInactive,
    descriptors: { used: countDescriptors(pid) ?? descriptors, limit: descriptorLimit },
    ...(runtime === null ? {} : { runtime }),
    ...(startedMs === null ? {} : { startedMs }),
  };
}
