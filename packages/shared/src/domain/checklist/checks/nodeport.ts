import { subtract } from "../../firewall/port-set.ts";
import type { KubernetesNode } from "../../host/orchestration.ts";
import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import { clipIntervals, countPorts, includesPort, normalizeIntervals, type PortInterval } from "../../network/port-interval.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { portsText } from "../firewall-evidence.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";

/** Ports of the node's own services: kubelet's API, kube-proxy's health check. */
const KUBELET_PORT = 10_250;
const KUBE_PROXY_PORT = 10_256;

/** More node ports than these are counted, not listed. */
const LISTED_MAX = 5;

/**
 * Whether the range takes in ports that a Kubernetes node has promised to services. No socket holds a node port, so that
 * connect() can be given it: that connection then never stands, because its replies go to the service.
 */
export const nodeport = defineCheck({
  id: "nodeport",
  number: 24,
  founding: null,
  needs: { parts: ["kubernetes", "range", "reservedPorts"], minutes: 0 },
  platforms: ["linux"],

  evaluate({ current }: Facts): CheckOutcome {
    const node = current.kubernetes ?? null;
    if (node === null) return { status: "not_applicable", why: "no-kubernetes" };
    const own = current.namespaces.filter(({ kind }) => kind === "host");
    return outcomeOf({
      fail: own.flatMap((namespace) => overlapOf(namespace, node)),
      warn: own.flatMap((namespace) => servicesOf(namespace, node)),
      notes: own.flatMap((namespace) => clearOf(namespace, node)),
    });
  },
});

/** Ports of the range that are handed out and lie among the node ports. */
const handedOut = ({ range, reserved }: NamespaceSnapshot, within: PortInterval): PortInterval[] =>
  range ? [...subtract(clipIntervals([range], within), normalizeIntervals(reserved ?? []))] : [];

function overlapOf(namespace: NamespaceSnapshot, node: KubernetesNode): Evidence[] {
  const overlap = handedOut(namespace, node.nodePortRange);
  if (overlap.length === 0) return [];
  const taken = (node.nodePorts ?? []).filter((port) => includesPort(overlap, port));
  return [evidence(namespace, node, "node-ports-in-range", overlap, { nodePorts: listOf(taken), nodePortCount: taken.length })];
}

function servicesOf(namespace: NamespaceSnapshot, node: KubernetesNode): Evidence[] {
  const services = [
    ...(node.hasKubelet ? [["kubelet", KUBELET_PORT] as const] : []),
    ...(node.hasKubeProxy ? [["kube-proxy", KUBE_PROXY_PORT] as const] : []),
  ];
  return services.flatMap(([service, port]) => {
    const inRange = handedOut(namespace, { low: port, high: port });
    return inRange.length > 0 ? [evidence(namespace, node, "node-service-in-range", inRange, { service })] : [];
  });
}

function clearOf(namespace: NamespaceSnapshot, node: KubernetesNode): Evidence[] {
  if (handedOut(namespace, node.nodePortRange).length > 0) return [];
  const count = node.nodePorts?.length ?? 0;
  const clear = evidence(namespace, node, "node-ports-clear", [node.nodePortRange], {});
  return count === 0 ? [clear] : [clear, evidence(namespace, node, "node-ports-taken", [], { nodePortCount: count })];
}

const evidence = (
  namespace: NamespaceSnapshot,
  { nodePortRange }: KubernetesNode,
  rule: Rule,
  ports: readonly PortInterval[],
  figures: Record<string, number | string>,
): Evidence => ({
  subject: portsText(ports),
  namespaceId: namespace.id,
  observed: countPorts(ports),
  limit: null,
  unit: "ports",
  rule,
  figures: { ...namespaceFigure(namespace), nodeLow: nodePortRange.low, nodeHigh: nodePortRange.high, ...figures },
});

const listOf = (ports: readonly number[]): string =>
  [...ports.toSorted((a, b) => a - b).slice(0, LISTED_MAX), ...(ports.length > LISTED_MAX ? ["…"] : [])].join(", ");
