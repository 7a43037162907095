import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { PublishedPort } from "@berth/shared/domain/host/orchestration.ts";
import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { FirewallWatch, type PacketFilter } from "../firewall/firewall-watch.ts";
import { gap, gapFromError } from "../gap-from-error.ts";
import { EnaAllowances } from "./ena-allowances.ts";
import { findKnownProcesses, type KnownProcesses } from "./known-processes.ts";
import { kubernetesNode } from "./kubernetes-node.ts";
import { publishedPorts } from "./published-ports.ts";

/** Names of processes are looked through so often: who runs a node or a mesh does so for hours. */
const PROCESSES_EVERY_MS = 60_000;

/** What stands between a host's sockets and the world: packet filters, containers, a cluster, the cloud's own limits. */
export class HostSurroundings {
  readonly #ports: CollectorPorts;
  readonly #firewall: FirewallWatch;
  readonly #allowances: EnaAllowances;
  #processes: { atMs: number; known: KnownProcesses | null; gaps: Gap[] } | null = null;

  constructor(ports: CollectorPorts) {
    this.#ports = ports;
    this.#firewall = new FirewallWatch(ports);
    this.#allowances = new EnaAllowances(ports);
  }

  /** Adds to the namespaces what belongs to each, the agent's own first. What could not be read is added to `gaps`. */
  read(namespaces: readonly NamespaceSnapshot[], gaps: Gap[]): Pick<Snapshot, "allowances" | "kubernetes" | "published"> {
    const atMs = this.#ports.monotonicMs();
    const filter = this.#readFirewall(namespaces[0], gaps);
    const processes = this.#readProcesses(atMs, gaps);
    const published = processes && this.#readPublished(processes, filter, gaps);
    const allowances = this.#allowances.read(atMs, gaps);
    if (processes !== null) for (const namespace of namespaces) addSidecar(namespace, processes);
    return {
      ...(allowances === undefined ? {} : { allowances }),
      ...(processes === null ? {} : { kubernetes: kubernetesNode(processes, filter) }),
      ...(published === null ? {} : { published }),
    };
  }

  #readFirewall(own: NamespaceSnapshot | undefined, gaps: Gap[]): PacketFilter | null {
    if (own === undefined) return null;
    const outcome = this.#firewall.read(own.range);
    if ("reason" in outcome) {
      gaps.push(gap("firewall", outcome.reason, own.id, outcome.hint));
      return null;
    }
    own.firewall = outcome.readings;
    return outcome;
  }

  /** Null where the rules were not read and no proxy was found: there may be any. The firewall's gap stands before it. */
  #readPublished(processes: KnownProcesses, filter: PacketFilter | null, gaps: Gap[]): PublishedPort[] | null {
    const published = publishedPorts(processes, filter);
    if (processes.proxiesLeft > 0)
      gaps.push(gap("published", "truncated", null, `${processes.proxiesLeft} more processes of docker-proxy were not looked at`));
    if (filter !== null) return published;
    const { reason, hint } = gaps.findLast(({ part }) => part === "firewall") ?? { reason: "unsupported", hint: "no namespace was read" };
    gaps.push(gap("published", reason, null, `packet filter rules that forward ports were not read: ${hint}`));
    return published.length > 0 ? published : null;
  }

  #readProcesses(atMs: number, gaps: Gap[]): KnownProcesses | null {
    if (this.#processes === null || atMs - this.#processes.atMs >= PROCESSES_EVERY_MS) this.#processes = { atMs, ...this.#findProcesses() };
    gaps.push(...this.#processes.gaps);
    return this.#processes.known;
  }

  #findProcesses(): { known: KnownProcesses | null; gaps: Gap[] } {
    try {
      return { known: findKnownProcesses(this.#ports.files), gaps: [] };
    } catch (error) {
      return { known: null, gaps: (["kubernetes", "published"] as const).map((part) => gapFromError(part, null, error)) };
    }
  }
}

/** Undefined where a sidecar hides its namespace: then it could be any. */
function addSidecar(namespace: NamespaceSnapshot, { sidecars, hasHiddenSidecar }: KnownProcesses): void {
  const sidecar = sidecars.get(namespace.id) ?? null;
  if (sidecar !== null || !hasHiddenSidecar) namespace.sidecar = sidecar;
}
