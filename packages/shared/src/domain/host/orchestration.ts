import type { PortInterval } from "../network/port-interval.ts";

/** What a Kubernetes node holds of the port space. */
export interface KubernetesNode {
  hasKubelet: boolean;
  hasKubeProxy: boolean;
  /** service-node-port-range; the default where no flag says otherwise. */
  nodePortRange: PortInterval;
  /** Node ports seen in the rules of kube-proxy; null where they could not be read. */
  nodePorts: number[] | null;
}

/** A port of the host that a container runtime forwards. */
export interface PublishedPort {
  runtime: string;
  container: string | null;
  protocol: "tcp" | "udp";
  address: string;
  port: number;
}
