import { reasonOf } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { namespaceIdOf } from "../linux/process-namespaces.ts";

/** Programs that tell what a host is part of, by the name that the kernel keeps (15 characters). */
const SIDECARS: readonly string[] = ["pilot-agent", "envoy", "linkerd2-proxy"];
const KUBELETS = ["kubelet", "kubelite", "k3s-server", "k3s-agent", "k3s", "rke2"];
const KUBE_PROXIES = ["kube-proxy", "kubelite", "k3s-server", "k3s-agent", "k3s"];
const API_SERVERS = ["kube-apiserver", "kubelite", "k3s-server", "k3s"];
const DOCKER_PROXY = "docker-proxy";

export interface KnownProcesses {
  hasKubelet: boolean;
  hasKubeProxy: boolean;
  /** Command lines, whose words end in NUL. */
  apiServers: string[];
  dockerProxies: string[];
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
    apiServers: [],
    dockerProxies: [],
    sidecars: new Map(),
    hasHiddenSidecar: false,
  };
  for (const pid of files.list("/proc")) {
    const name = /^\d+$/.test(pid) ? optional(() => files.readText(`/proc/${pid}/comm`).trim()) : null;
    if (name === null) continue;
    known.hasKubelet ||= KUBELETS.includes(name);
    known.hasKubeProxy ||= KUBE_PROXIES.includes(name);
    if (API_SERVERS.includes(name)) known.apiServers.push(commandLine(files, pid));
    if (name === DOCKER_PROXY) known.dockerProxies.push(commandLine(files, pid));
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
    if (earlier === undefined || SIDECARS.indexOf(name) < SIDECARS.indexOf(earlier)) known.sidecars.set(id, name);
  } catch (error) {
    known.hasHiddenSidecar ||= reasonOf(error) === "denied";
  }
}

const commandLine = (files: HostFiles, pid: string): string => optional(() => files.readText(`/proc/${pid}/cmdline`)) ?? "";

/** A process may be gone by the time it is looked at. */
function optional<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
