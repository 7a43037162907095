import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { AttributionMemory, NamespaceAttribution } from "../../reduce/attribution.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import type { HostFiles } from "../host-files.ts";
import type { NamespaceReading } from "../namespace-reading.ts";
import { readUptimeMs } from "./host-identity.ts";
import { TICKS_PER_SECOND } from "./process-identity.ts";
import type { ProcessNamespaces } from "./process-namespaces.ts";
import { ONE_LOOK_ALLOWANCE, RESIDENT_ALLOWANCE, SocketOwnerSearch } from "./socket-owners.ts";

/** Finds out who holds the sockets of each namespace, and remembers it from one snapshot to the next. */
export class Attribution {
  readonly #ports: Pick<CollectorPorts, "files" | "monotonicMs" | "cpuMs" | "nowMs">;
  readonly #search: SocketOwnerSearch;
  readonly #bootedMs: number | null;
  #memories = new Map<string, AttributionMemory>();
  #met = new Map<string, AttributionMemory>();

  constructor(ports: Pick<CollectorPorts, "files" | "monotonicMs" | "cpuMs" | "nowMs">, processes: ProcessNamespaces, isResident: boolean) {
    this.#ports = ports;
    this.#search = new SocketOwnerSearch(ports, processes, isResident ? RESIDENT_ALLOWANCE : ONE_LOOK_ALLOWANCE);
    const uptimeMs = readUptimeMs(ports.files);
    this.#bootedMs = uptimeMs === null ? null : ports.nowMs() - uptimeMs;
  }

  attribute({ id, tcp, udp }: NamespaceReading, gaps: Gap[]): NamespaceAttribution {
    const memory = this.#memories.get(id) ?? new AttributionMemory();
    this.#met.set(id, memory);
    const tables = [tcp, udp].filter((table) => table !== null);
    const owners = this.#search.resolve(id, tables, gaps);
    return new NamespaceAttribution(owners, memory, this.#ports.monotonicMs(), {
      countDescriptors: (pid) => countDescriptors(this.#ports.files, pid),
      epochMsOf: (ticks) => this.#bootedMs && Math.round(this.#bootedMs + (ticks * 1000) / TICKS_PER_SECOND),
    });
  }

  /** A namespace whose last snapshot still stands. */
  keep(namespaceId: string): void {
    this.#search.keep(namespaceId);
    const memory = this.#memories.get(namespaceId);
    if (memory) this.#met.set(namespaceId, memory);
  }

  /** What was not met in this round is forgotten. */
  endRound(): void {
    this.#search.endRound();
    this.#memories = this.#met;
    this.#met = new Map();
  }
}

/** Since Linux 6.2 the folder's size is their number; null where it is not, or the process is gone. */
function countDescriptors(files: HostFiles, pid: number): number | null {
  try {
    return files.sizeOf(`/proc/${pid}/fd`) || null;
  } catch {
    return null;
  }
}
