import type { KubernetesNode } from "@berth/shared/domain/host/orchestration.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import type { PacketFilter } from "../firewall/firewall-watch.ts";
import type { KnownProcesses } from "./known-processes.ts";

/** kube-apiserver's default. */
const DEFAULT_NODE_PORTS: PortInterval = { low: 30_000, high: 32_767 };
/** The wire's cap. */
const NODE_PORTS_MAX = 1000;

/** What this node holds of the port space; null where it is none. */
export function kubernetesNode(processes: KnownProcesses, filter: PacketFilter | null): KubernetesNode | null {
  const { hasKubelet, hasKubeProxy } = processes;
  if (!hasKubelet && !hasKubeProxy) return null;
  const nodePortRange = processes.nodePortRange ?? DEFAULT_NODE_PORTS;
  return { hasKubelet, hasKubeProxy, nodePortRange, nodePorts: filter?.nodePorts.slice(0, NODE_PORTS_MAX) ?? null };
}

/** `--service-node-port-range=30000-32767`, `30000+100`; k3s hands it on as `service-node-port-range=…`. */
export function nodePortRangeIn(commandLine: string): PortInterval | null {
  const found = /service-node-port-range[=\0](\d{1,5})([-+])(\d{1,5})/.exec(commandLine);
  if (!found) return null;
  const [low, second] = [Number(found[1]), Number(found[3])];
  const high = found[2] === "+" ? low + second : second;
  return low >= 1 && low <= high && high <= 65_535 ? { low, high } : null;
}
