import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, SettledPorts } from "@berth/shared/domain/host/snapshot.ts";
import { TCP_STATE_NUMBER, TCP_STATES, type TcpStateCounts } from "@berth/shared/domain/network/tcp-state.ts";
import { BindHeadroom } from "@berth/shared/domain/ports/bind-headroom.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import { ConnectHeadroom, type PortSpace } from "@berth/shared/domain/ports/connect-headroom.ts";
import { PortSurvey } from "@berth/shared/domain/ports/port-survey.ts";
import type { SettledOwners } from "@berth/shared/domain/ports/settled-owners.ts";
import { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";
import { UdpHeadroom } from "@berth/shared/domain/ports/udp-headroom.ts";
import type { NamespaceReading } from "../collectors/namespace-reading.ts";
import type { NamespaceAttribution } from "./attribution.ts";
import { listenersIn } from "./listeners.ts";
import { bindPools } from "./pools.ts";
import { drawStrip } from "./port-strip.ts";
import { TupleReducer } from "./tuples.ts";

/** Interface index of lo: the first device of every network namespace. */
const LOOPBACK_DEVICE = 1;

/** Turns readings into what is sent: tens of tuples instead of every socket. Keeps its memory from one to the next. */
export class NamespaceReducer {
  private readonly tcp = new PortSurvey(new SocketTable(), "tcp");
  private readonly udp = new PortSurvey(new SocketTable(), "udp");
  private readonly tuples = new TupleReducer();

  /** What had to be left out is added to `gaps`. Without attribution nothing is said of processes. */
  reduce(reading: NamespaceReading, gaps: Gap[], attribution: NamespaceAttribution | null = null): NamespaceSnapshot {
    const { id, kind, name, source, range, reserved, settings } = reading;
    const tcp = reading.tcp && this.tcp.take(reading.tcp, reading.settled ?? null);
    const space = portSpaceOf(reading);
    const tuples = tcp && space ? this.tuples.reduce(tcp, space, new ConnectHeadroom(tcp, space)) : null;
    if (tcp && tuples) attribution?.attributeTuples(tcp, tuples.listed);
    return {
      id,
      kind,
      name,
      source,
      range,
      reserved,
      capacity: range && reserved ? capacityOf(range, reserved) : null,
      settings,
      tcpStates: tcp && { v4: stateCounts(tcp.table.stateCounts.v4), v6: stateCounts(tcp.table.stateCounts.v6) },
      tcpPortsInRange: tcp && space ? tcp.owned : null,
      udp: this.reduceUdp(reading, space),
      pools: tcp && space ? bindPools(tcp, new BindHeadroom(tcp, space), reading, gaps) : [],
      tuples: tuples?.listed.map(({ tuple }) => tuple) ?? [],
      otherTuples: tuples?.other ?? { count: 0, entries: 0, worstUsedRatio: null, coverage: 1 },
      listeners: listenersIn(reading, gaps, (inode) => attribution?.processName(inode) ?? null),
      processes: attribution?.processes(reading.tcp, reading.udp) ?? [],
      attributed: attribution ? { sockets: attribution.owners.sockets, known: attribution.owners.known } : undefined,
      serverTimeWait: tcp?.table.serverTimeWait ?? null,
      ...(reading.hiddenSocketsMax ? { hiddenSocketsMax: reading.hiddenSocketsMax } : {}),
      ...(reading.settled && { settled: wireOf(reading.settled) }),
      strip: tcp && space ? drawStrip(tcp, space, tuples?.tightest ?? null) : null,
    };
  }

  private reduceUdp({ udp }: NamespaceReading, space: PortSpace | null): NamespaceSnapshot["udp"] {
    if (!udp || !space) return null;
    const survey = this.udp.take(udp);
    const headroom = new UdpHeadroom(survey, space);
    return {
      sockets: udp.seen,
      portsInRange: survey.owned,
      autobind: { v4: headroom.autobind(4).headroom, v6: headroom.autobind(6).headroom },
    };
  }
}

/** Null where the range or the reserved list is unknown: then there is no capacity to speak of. */
export function portSpaceOf({ range, reserved, settings, hiddenSocketsMax, openedDuringDump }: NamespaceReading): PortSpace | null {
  if (!range || !reserved) return null;
  // Without a bound every free port may be a hidden socket's.
  const hiddenSockets = hiddenSocketsMax ?? capacityOf(range, reserved);
  return { range, settings, hiddenSockets, openedSockets: openedDuringDump, loopbackDevice: LOOPBACK_DEVICE };
}

const wireOf = ({ method, open, asked, bucketResets }: SettledOwners): SettledPorts => ({ method, open, asked, bucketResets });

function stateCounts(counts: Uint32Array): TcpStateCounts {
  return Object.fromEntries(TCP_STATES.map((state) => [state, counts[TCP_STATE_NUMBER[state]]!])) as TcpStateCounts;
}
