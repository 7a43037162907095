import type { PublishedPort } from "@berth/shared/domain/host/orchestration.ts";
import { parseAddress } from "@berth/shared/domain/network/address.ts";
import type { PacketFilter } from "../firewall/firewall-watch.ts";
import type { KnownProcesses } from "./known-processes.ts";

/** Chains and tables in which container runtimes keep their port mappings. */
const RUNTIME_OF_CHAIN: readonly [RegExp, string][] = [
  [/\bDOCKER\b|docker-bridges/, "docker"],
  [/netavark|\bCNI-/i, "podman"],
];

/** Ports of the host that container runtimes forward: from Docker's proxy processes and from the packet filter's rules. */
export function publishedPorts(processes: KnownProcesses, filter: PacketFilter | null): PublishedPort[] {
  const byProxy = processes.proxied;
  const isKnown = (protocol: string, port: number) => byProxy.some((each) => each.protocol === protocol && each.port === port);
  const byRule = (filter?.forwarded ?? []).flatMap(({ chain, protocol, port }): PublishedPort[] => {
    const runtime = RUNTIME_OF_CHAIN.find(([names]) => names.test(chain))?.[1];
    if (runtime === undefined || isKnown(protocol, port)) return [];
    return [{ runtime, container: null, protocol, address: "0.0.0.0", port }];
  });
  return [...byProxy, ...byRule];
}

/** `docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2 -container-port 80` */
export function proxiedPort(commandLine: string): PublishedPort[] {
  const words = commandLine.split("\0");
  const after = (flag: string) => {
    const at = words.findIndex((word) => word === flag || word === `-${flag}`);
    return at === -1 ? "" : (words[at + 1] ?? "");
  };
  const [protocol, port] = [after("-proto"), Number(after("-host-port"))];
  if ((protocol !== "tcp" && protocol !== "udp") || !(port >= 1 && port <= 65_535)) return [];
  const address = after("-host-ip") || "0.0.0.0";
  return parseAddress(address) ? [{ runtime: "docker", container: null, protocol, address, port }] : [];
}
