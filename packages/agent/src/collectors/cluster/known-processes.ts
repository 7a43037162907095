import type { PublishedPort } from "@berth/shared/domain/host/orchestration.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { reasonOf } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { namespaceIdOf } from "../linux/process-namespaces.ts";
import { nodePortRangeIn } from "./kubernetes-node.ts";
import { proxiedPort } from "./published-ports.ts";

/** Programs that tell what a host is part of, by the name that the kernel keeps (15 characters). */
const SIDECARS: readonly string[] = ["pilot-agent", "envoy", "linkerd2-proxy"];
const KUBELETS = ["kubelet", "kubelite", "k3s-server", "k3s-agent", "k3s", "rke2"];
const KUBE_PROXIES = ["kube-proxy", "kubelite", "k3s-server", "k3s-agent", "k3s"];
const API_SERVERS = ["kube-apiserver", "kubelite", "k3s-server", "k3s"];
const DOCKER_PROXY = "docker-proxy";

/** Anyone may call a process so, as often as they like, and give it megabytes of words. */
const COMMAND_LINE_BYTES = 16 * 1024;
/** The wire takes 500 published ports; each may have a proxy for IPv4 and one for IPv6. */
const PROXIES_MAX = 1_000;
const API_SERVERS_MAX = 16;
const SIDECARS_MAX = 1_000;

export interface KnownProcesses {
  hasKubelet: boolean;
  hasKubeProxy: boolean;
  /** What an API server of this node was told. */
  nodePortRange: PortInterval | null;
  /** Ports that Docker's proxies stand for, and how many proxies were not looked at. */
  proxied: PublishedPort[];
  proxiesLeft: number;
  /** The sidecar of each network namespace that has one, by its id. */
  sidecars: Map<string, string>;
  /** A sidecar runs somewhere, and which namespace it lives in was not told. */
  hasHiddenSidecar: boolean;
}

/** Looks through the names of all processes. Throws where /proc cannot be listed. */
export function findKnownProcesses(files: HostFiles): KnownProcesses {
  const known: KnownProcesses = {
    hasKubelet: false,
    hasKubeProxy: false,
    nodePortRange: null,
    proxied: [],
    proxiesLeft: 0,
    sidecars: new Map(),
    hasHiddenSidecar: false,
  };
  let [apiServers, proxies] = [0, 0];
  for (const pid of files.list("/proc")) {
    const name = /^\d+$/.test(pid) ? optional(() => files.readText(`/proc/${pid}/comm`).trim()) : null;
    if (name === null) continue;
    known.hasKubelet ||= KUBELETS.includes(name);
    known.hasKubeProxy ||= KUBE_PROXIES.includes(name);
    if (API_SERVERS.includes(name) && apiServers++ < API_SERVERS_MAX) known.nodePortRange ??= nodePortRangeIn(commandLine(files, pid));
    if (name === DOCKER_PROXY) {
      if (proxies++ < PROXIES_MAX) known.proxied.push(...proxiedPort(commandLine(files, pid)));
      else known.proxiesLeft++;
    }
    if (SIDECARS.includes(name)) noteSidecar(files, pid, name, known);
  }
  return known;
}

/** Of several in one namespace the first of the list names it: an agent and its proxy are one sidecar. */
function noteSidecar(files: HostFiles, pid: string, name: string, known: KnownProcesses): void {
  try {
    const id = namespaceIdOf(files.readLink(`/proc/${pid}/ns/net`));
    if (id === null) return;
    const earlier = known.sidecars.get(id);
    if (earlier === undefined && known.sidecars.size >= SIDECARS_MAX) {
      known.hasHiddenSidecar = true;
      return;
    }
    if (earlier === undefined || SIDECARS.indexOf(name) < SIDECARS.indexOf(earlier)) known.sidecars.set(id, name);
  } catch (error) {
    known.hasHiddenSidecar ||= reasonOf(error) === "denied";
  }
}

/** Its words end in NUL. */
const commandLine = (files: HostFiles, pid: string): string =>
  optional(() => files.readStart(`/proc/${pid}/cmdline`, COMMAND_LINE_BYTES)) ?? "";

/** A process may be gone by the time it is looked at. */
function optional<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
