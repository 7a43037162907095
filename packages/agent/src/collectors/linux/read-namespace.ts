import type { Gap, GapReason } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceKind } from "@berth/shared/domain/host/snapshot.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { gap, gapFromError } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import type { NamespaceReading } from "../namespace-reading.ts";
import type { NetlinkSocket } from "../netlink-socket.ts";
import { BoundInactiveWatch } from "./bound-inactive-watch.ts";
import { unexplainedSockets } from "./hidden-sockets.ts";
import { type DumpOutcome, InetDiag } from "./inet-diag.ts";
import { readNetworkSettings, UNKNOWN_SETTINGS } from "./network-settings.ts";
import { PORT_RANGE_FILE, parsePortList, parsePortRange, RESERVED_PORTS_FILE } from "./port-range.ts";
import { ProcNet } from "./proc-net.ts";
import { readSockstat, type Sockstat } from "./sockstat.ts";
import { parseCounterSection } from "./tcp-counters.ts";

/** A namespace and the ways to it that are open. */
export interface NamespaceAccess {
  id: string;
  kind: NamespaceKind;
  name: string | null;
  /** A /proc/…/net folder that shows this namespace. */
  folder: string;
  /** Whether this thread is inside now, so that /proc/sys/net is this namespace's. */
  isInside: boolean;
  /** Why not; "unsupported" unless said otherwise. */
  outsideReason?: GapReason;
  /** Opens a NETLINK_SOCK_DIAG socket that lives in this namespace; null where there is no way to one. */
  openNetlink: (() => NetlinkSocket) | null;
  /** Sockets on every port are kept, not only those of the range. */
  keepsEveryPort?: boolean;
}

const EVERY_PORT: PortInterval = { low: 0, high: 65_535 };

/** Reads network namespaces one after another; the tables of a reading are overwritten by the next. */
export class NamespaceReader {
  readonly #files: HostFiles;
  /** Whether this kernel shows bound-inactive sockets when asked (Linux 6.8); if not, their number is bounded. */
  readonly #showsBoundInactive: boolean;
  readonly #monotonicMs: () => number;
  readonly #watch = new BoundInactiveWatch();
  readonly #tcp = new SocketTable();
  readonly #udp = new SocketTable();
  readonly #diag = new InetDiag();
  readonly #proc = new ProcNet();

  constructor({ files, monotonicMs }: Pick<CollectorPorts, "files" | "monotonicMs">, showsBoundInactive: boolean) {
    this.#files = files;
    this.#showsBoundInactive = showsBoundInactive;
    this.#monotonicMs = monotonicMs;
  }

  read(access: NamespaceAccess): NamespaceReading {
    const gaps: Gap[] = [];
    const { id, kind, name } = access;
    const ranges = this.#readRanges(access, gaps);
    const { settings, gaps: settingGaps } = access.isInside
      ? readNetworkSettings(this.#files, id)
      : { settings: UNKNOWN_SETTINGS, gaps: [gap("settings", access.outsideReason ?? "unsupported", id, OUTSIDE)] };
    gaps.push(...settingGaps);
    const sockets = this.#readSockets(access, access.keepsEveryPort ? { ...ranges, range: EVERY_PORT } : ranges, gaps);
    return { id, kind, name, ...ranges, settings, ...sockets, gaps };
  }

  #readRanges({ id, isInside, outsideReason = "unsupported" }: NamespaceAccess, gaps: Gap[]): Ranges {
    if (!isInside) {
      gaps.push(gap("range", outsideReason, id, OUTSIDE), gap("reservedPorts", outsideReason, id, OUTSIDE));
      return { range: null, reserved: null };
    }
    const ranges: Ranges = { range: null, reserved: null };
    try {
      ranges.range = parsePortRange(this.#files.readText(PORT_RANGE_FILE));
    } catch (error) {
      gaps.push(gapFromError("range", id, error));
    }
    try {
      ranges.reserved = parsePortList(this.#files.readText(RESERVED_PORTS_FILE));
    } catch (error) {
      gaps.push(gapFromError("reservedPorts", id, error));
    }
    return ranges;
  }

  #readSockets(access: NamespaceAccess, ranges: Ranges, gaps: Gap[]): SocketsReading {
    const stat = this.#readStat(access.folder);
    // Full sockets of every kind and TIME_WAIT entries: with neither, a walk would find nothing.
    if (stat?.used === 0 && stat.timeWait === 0) {
      this.#tcp.reset(ranges.range, ranges.reserved);
      this.#udp.reset(ranges.range, ranges.reserved);
      return { source: access.openNetlink ? "netlink" : "proc", tcp: this.#tcp, udp: this.#udp, hiddenSocketsMax: 0 };
    }
    // Counted before a netlink socket is there: it would count itself.
    const unexplained = this.#unexplained(access.folder, stat);
    if (access.openNetlink === null) return this.#readProc(access, ranges, unexplained, gaps);
    let socket: NetlinkSocket;
    try {
      socket = access.openNetlink();
    } catch (error) {
      gaps.push(gapFromError("boundInactive", access.id, error, "no netlink socket, /proc/net is read instead"));
      return this.#readProc(access, ranges, unexplained, gaps);
    }
    try {
      return this.#readNetlink(socket, access, ranges, { stat, unexplained }, gaps);
    } finally {
      socket.close();
    }
  }

  #readNetlink(socket: NetlinkSocket, access: NamespaceAccess, ranges: Ranges, { stat, unexplained }: Totals, gaps: Gap[]): SocketsReading {
    const { id } = access;
    const { range, reserved } = ranges;
    const nowMs = this.#monotonicMs();
    const asksBoundInactive = !this.#showsBoundInactive || this.#watch.isNeeded(id, unexplained, nowMs);
    const counted = stat === null || isOnePart(stat) ? null : access.folder;
    const { value: tcp, opened } = this.#countingOpens(counted, () =>
      twiceIfOverrun(() => {
        this.#tcp.reset(range, reserved);
        return this.#diag.dumpTcp(socket, this.#tcp, asksBoundInactive);
      }),
    );
    if (tcp.reason === "unsupported") {
      gaps.push(gap("boundInactive", "unsupported", id, `this kernel has no INET_DIAG for TCP, /proc/net is read instead (${tcp.detail})`));
      return this.#readProc(access, ranges, unexplained, gaps);
    }
    const isTcpRead = note(tcp, "tcp", id, gaps);
    if (isTcpRead && asksBoundInactive) this.#watch.note(id, unexplained, tcp.closed, nowMs);
    return {
      source: "netlink",
      tcp: isTcpRead ? this.#tcp : null,
      udp: this.#readNetlinkUdp(socket, access, ranges, stat, gaps) ? this.#udp : null,
      hiddenSocketsMax: this.#showsBoundInactive ? 0 : this.#hiddenBound(access, unexplained, tcp.closed, gaps),
      ...(opened > 0 && { openedDuringDump: opened }),
    };
  }

  /** Every UDP socket with a port is counted in `inuse` (udp_lib_get_port): with none, the walks over the UDP hash are saved. */
  #readNetlinkUdp(socket: NetlinkSocket, access: NamespaceAccess, ranges: Ranges, stat: Sockstat | null, gaps: Gap[]): boolean {
    const udp = twiceIfOverrun(() => {
      this.#udp.reset(ranges.range, ranges.reserved);
      return stat?.udp === 0 ? NOTHING_TO_DUMP : this.#diag.dumpUdp(socket, this.#udp);
    });
    return udp.reason === "unsupported" ? this.#readProcUdp(access, ranges, gaps) : note(udp, "udp", access.id, gaps);
  }

  #readProc(access: NamespaceAccess, { range, reserved }: Ranges, unexplained: number | null, gaps: Gap[]): SocketsReading {
    const { value: tcp, opened } = this.#countingOpens(access.folder, (): SocketTable | null => {
      try {
        this.#tcp.reset(range, reserved, false);
        this.#proc.readTcp(this.#files, access.folder, this.#tcp);
        return this.#tcp;
      } catch (error) {
        gaps.push(gapFromError("tcp", access.id, error));
        return null;
      }
    });
    const isUdpRead = this.#readProcUdp(access, { range, reserved }, gaps);
    return {
      source: "proc",
      tcp,
      udp: isUdpRead ? this.#udp : null,
      hiddenSocketsMax: this.#hiddenBound(access, unexplained, 0, gaps),
      ...(opened > 0 && { openedDuringDump: opened }),
    };
  }

  #readProcUdp({ id, folder }: NamespaceAccess, { range, reserved }: Ranges, gaps: Gap[]): boolean {
    try {
      this.#udp.reset(range, reserved, false);
      this.#proc.readUdp(this.#files, folder, this.#udp);
      return true;
    } catch (error) {
      gaps.push(gapFromError("udp", id, error));
      return false;
    }
  }

  #readStat(folder: string): Sockstat | null {
    try {
      return readSockstat(this.#files, folder);
    } catch {
      return null;
    }
  }

  /** Connections that were opened meanwhile; 0 where they were not counted. */
  #countingOpens<T>(folder: string | null, read: () => T): { value: T; opened: number } {
    const before = folder === null ? null : this.#activeOpens(folder);
    const value = read();
    const after = before === null ? null : this.#activeOpens(folder!);
    return { value, opened: before === null || after === null ? 0 : after - before };
  }

  #activeOpens(folder: string): number | null {
    try {
      return parseCounterSection(this.#files.readText(`${folder}/snmp`), "Tcp").get("ActiveOpens") ?? null;
    } catch {
      return null;
    }
  }

  #unexplained(folder: string, stat: Sockstat | null): number | null {
    return stat && unexplainedSockets(this.#files, folder, stat);
  }

  /** The larger of the counts before the walk and now, less what was seen after all. */
  #hiddenBound({ id, folder }: NamespaceAccess, before: number | null, seen: number, gaps: Gap[]): number | null {
    const after = this.#unexplained(folder, this.#readStat(folder));
    const bound = before === null || after === null ? null : Math.max(0, Math.max(before, after) - seen);
    if (bound !== 0) {
      const many = bound === null ? "an unknown number of" : `up to ${bound}`;
      gaps.push(
        gap("boundInactive", "unsupported", id, `${many} bound sockets cannot be seen here; netlink on Linux 6.8 or newer shows them`),
      );
    }
    return bound;
  }
}

/** What sockstat said before the walk; null where it could not be read. */
type Totals = { stat: Sockstat | null; unexplained: number | null };
type Ranges = { range: PortInterval | null; reserved: PortInterval[] | null };
type SocketsReading = Pick<NamespaceReading, "source" | "tcp" | "udp" | "hiddenSocketsMax" | "openedDuringDump">;

/** So few come within a millisecond, in which hardly a connection is opened. */
const ONE_PART_SOCKETS = 256;

/** A dump that comes in many parts is no moment: the table changes between them. */
const isOnePart = ({ tcp, tcp6, timeWait }: Sockstat): boolean => tcp + tcp6 + timeWait < ONE_PART_SOCKETS;

const OUTSIDE = "only readable from inside the namespace: run the agent as root on Node 26 or newer";

const NOTHING_TO_DUMP: DumpOutcome = { reason: null, detail: "", isInterrupted: false, closed: 0 };

/** An overrun lost part of the dump; the next one usually fits. */
function twiceIfOverrun(dump: () => DumpOutcome): DumpOutcome {
  const first = dump();
  return first.reason === "truncated" ? dump() : first;
}

/** Says what a dump lacked; answers whether its table is whole. */
function note(outcome: DumpOutcome, part: "tcp" | "udp", namespaceId: string, gaps: Gap[]): boolean {
  if (outcome.reason !== null) gaps.push(gap(part, outcome.reason, namespaceId, `netlink dump: ${outcome.detail}`));
  else if (outcome.isInterrupted)
    gaps.push(gap(part, "truncated", namespaceId, "the kernel says that the table changed while it was dumped"));
  return outcome.reason === null;
}
