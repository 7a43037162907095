import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import { reclassed } from "@berth/shared/domain/ports/simulate-table.ts";
import type { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";
import type { PortSettler } from "../../headroom/port-settler.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { gap, gapFromError, reasonOf } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import type { NamespaceReading } from "../namespace-reading.ts";
import type { NetlinkSocket } from "../netlink-socket.ts";
import { CalmNamespaces } from "./calm-namespaces.ts";
import { type FoundNamespace, findNamespaces, findOwnNamespace, OWN_NAMESPACE } from "./find-namespaces.ts";
import { namespaceIdOf, ProcessNamespaces } from "./process-namespaces.ts";
import { type NamespaceAccess, NamespaceReader } from "./read-namespace.ts";
import { readSockstat } from "./sockstat.ts";

/** The wire's cap. */
const NAMESPACES_MAX = 200;

/** Inside a namespace this folder is its own, for the thread that has entered. */
const INSIDE_FOLDER = "/proc/thread-self/net";

/** Reads every network namespace of the host in turn, the agent's own first. */
export class NamespaceSurvey {
  readonly #ports: CollectorPorts;
  readonly #reader: NamespaceReader;
  /** Which processes live in which namespace, as of the last round. */
  readonly processes = new ProcessNamespaces();
  readonly #calm = new CalmNamespaces();
  readonly #settler: PortSettler;

  constructor(ports: CollectorPorts, showsBoundInactive: boolean, settler: PortSettler) {
    this.#ports = ports;
    this.#settler = settler;
    this.#reader = new NamespaceReader(ports, showsBoundInactive);
  }

  readOwn(): NamespaceReading {
    return this.#readOwn(findOwnNamespace(this.#ports.files));
  }

  /** The agent's own namespace, and all its sockets whatever their port. */
  readOwnWhole(): { reading: NamespaceReading; everyPort: Pick<NamespaceReading, "tcp" | "udp"> } {
    const whole = this.#readOwnUnsettled(findOwnNamespace(this.#ports.files), true);
    const { tcp, udp, range, reserved } = whole;
    const inRange = (table: SocketTable | null) => table && (range && reserved ? reclassed(table, { range, reserved }) : table);
    const reading = { ...whole, tcp: inRange(tcp), udp: inRange(udp) };
    return { reading: { ...reading, settled: this.#settler.settle(reading, true, true) }, everyPort: { tcp, udp } };
  }

  /**
   * Calls `visit` with one reading at a time: it must be done with it when it returns. `keep` is called for a namespace
   * of which the reading before still stands. Answers what could not be read.
   */
  readAll(visit: (reading: NamespaceReading) => void, keep: (namespaceId: string) => void): Gap[] {
    const { found, gaps } = findNamespaces(this.#ports.files, this.processes);
    this.#calm.begin();
    this.#settler.begin();
    const own = this.#readOwn(found[0]!);
    this.#note(own, this.#ports.monotonicMs());
    visit(own);
    const others = found.slice(1);
    for (const namespace of others.slice(0, NAMESPACES_MAX - 1)) {
      try {
        const reading = this.#readOther(namespace);
        if (reading === null) keep(namespace.id);
        else visit(reading);
      } catch (error) {
        gaps.push(gapFromError("namespaces", namespace.id, error, hintFor(namespace, error)));
      }
    }
    const left = others.length - (NAMESPACES_MAX - 1);
    if (left > 0)
      gaps.push(gap("namespaces", "truncated", null, `${left} network namespaces past the first ${NAMESPACES_MAX} were left out`));
    return gaps;
  }

  #readOwn(namespace: FoundNamespace): NamespaceReading {
    const reading = this.#readOwnUnsettled(namespace, false);
    return { ...reading, settled: this.#settler.settle(reading, true, true) };
  }

  #readOwnUnsettled(namespace: FoundNamespace, keepsEveryPort: boolean): NamespaceReading {
    const { openSockDiag, inheritedSockDiag } = this.#ports;
    const openNetlink = openSockDiag ?? (inheritedSockDiag && (() => keptOpen(inheritedSockDiag)));
    return this.#reader.read({ ...identity(namespace), folder: INSIDE_FOLDER, isInside: true, openNetlink, keepsEveryPort });
  }

  /** null: calm, and the last reading still stands. */
  #readOther(namespace: FoundNamespace): NamespaceReading | null {
    const { enterNamespace, openSockDiag } = this.#ports;
    const { folder } = namespace;
    if (enterNamespace !== null) {
      try {
        return enterNamespace(namespace.path, () => {
          this.#requireSame(namespace);
          return this.#readUnlessCalm({ ...identity(namespace), folder: INSIDE_FOLDER, isInside: true, openNetlink: openSockDiag });
        });
      } catch (error) {
        if (reasonOf(error) !== "denied" || folder === null) throw error;
        return this.#readUnlessCalm({ ...identity(namespace), folder, isInside: false, outsideReason: "denied", openNetlink: null });
      }
    }
    if (folder === null) throw Object.assign(new Error("no process lives in it"), { code: "ENOSYS" });
    return this.#readUnlessCalm({ ...identity(namespace), folder, isInside: false, openNetlink: null });
  }

  /** A process id may have been given to another process meanwhile. */
  #requireSame(namespace: FoundNamespace): void {
    if (namespaceIdOf(this.#ports.files.readLink(OWN_NAMESPACE)) !== namespace.id)
      throw Object.assign(new Error("another namespace has taken its place"), { code: "ENOENT" });
  }

  #readUnlessCalm(access: NamespaceAccess): NamespaceReading | null {
    const { files, monotonicMs } = this.#ports;
    const atMs = monotonicMs();
    const total = totalSockets(files, access.folder);
    if (total !== null && this.#calm.isCalm(access.id, total, atMs)) return null;
    const reading = this.#reader.read(access);
    this.#note(reading, atMs);
    return { ...reading, settled: this.#settler.settle(reading, false, access.isInside) };
  }

  #note({ id, tcp, range, reserved }: NamespaceReading, atMs: number): void {
    this.#calm.note(id, { atMs, sockets: tcp?.seen ?? 0, capacity: range && reserved ? capacityOf(range, reserved) : null });
  }
}

/** null where sockstat cannot be read: then the sockets themselves tell, or a gap does. */
function totalSockets(files: HostFiles, folder: string): number | null {
  try {
    const { used, timeWait } = readSockstat(files, folder);
    return used + timeWait;
  } catch {
    return null;
  }
}

const identity = ({ id, kind, name }: FoundNamespace): Pick<NamespaceAccess, "id" | "kind" | "name"> => ({ id, kind, name });

/** The one socket of its kind outlives a reading. */
const keptOpen = (socket: NetlinkSocket): NetlinkSocket => ({
  send: (request) => socket.send(request),
  receive: (into) => socket.receive(into),
  close: () => {},
});

function hintFor({ name, path }: FoundNamespace, error: unknown): string {
  const label = name ?? path;
  switch (reasonOf(error)) {
    case "absent":
      return `${label} vanished while it was read`;
    case "denied":
      return `${label} may not be entered: run the agent as root`;
    case "unsupported":
      return `${label} can only be read from inside: run the agent as root on Node 26 or newer`;
    default:
      return label;
  }
}
