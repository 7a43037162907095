import type { CLUSTER_CHECKS, CLUSTER_RULES } from "../../domain/checklist/catalogue/cluster.ts";
import type { Evidence } from "../../domain/checklist/check.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { type Sentence, sentence, subject } from "../sentence.ts";
import { about, left, named, observedPercent, percent, plural, range, within } from "./checks-phrases.ts";

/** "45 of the 64 ports that gcp-cloud-nat gives one destination". */
const ofBudget = (e: Evidence): Sentence =>
  sentence`${named(e, "ports")} of the ${named(e, "budget")} ports that ${subject(textOf(e, "kind") ?? "")} gives one destination`;

const packets = (e: Evidence): Sentence => plural(e.observed, "packet", "packets");

function nodePorts(e: Evidence): Sentence {
  const known = numberOf(e, "nodePortCount");
  return known === 0 ? [] : sentence` ${plural(known, "of them is", "of them are")} in use (${subject(textOf(e, "nodePorts") ?? "")}).`;
}

const sidecar = (e: Evidence): Sentence => sentence`${subject(textOf(e, "sidecar") ?? "")}${within(e)}`;

export const clusterChecks: ChecksGroupText<(typeof CLUSTER_CHECKS)[number], (typeof CLUSTER_RULES)[number]> = {
  title: {
    "nat-budget": "Ports of the NAT",
    "ena-allow": "EC2 allowances",
    nodeport: "Kubernetes node ports",
    "container-ns": "Containers and published ports",
    mesh: "Sidecar proxies",
  },
  looksAt: {
    "nat-budget": "An estimate of the declared NAT’s ports that this host takes towards its busiest public destination.",
    "ena-allow": "Counters of the network interface by which EC2 says that an instance ran into its limits.",
    nodeport: "Whether the range takes in ports that a Kubernetes node has promised to services.",
    "container-ns": "Whether a port that is published for a container can be given to a client.",
    mesh: "Ports between a sidecar proxy and its application, by 127.0.0.6, :15001 and :15006.",
  },
  passed: {
    "nat-budget": "By estimate this host leaves enough of the NAT’s ports free.",
    "ena-allow": "The instance ran into none of its network allowances.",
    nodeport: "The range and the node’s ports do not overlap, or the overlap is reserved.",
    "container-ns": "No published port can be given to a client.",
    mesh: "Sidecar proxies have ports left for their applications.",
  },
  rules: {
    "nat-budget-use": (e) =>
      sentence`Estimate: connections to ${subjectOf(e)} take ${ofBudget(e)} (${observedPercent(e)}), those closed within ${named(e, "holdSeconds")} seconds among them. Other hosts behind the same NAT come on top.`,
    "nat-budget-is": (e) =>
      sentence`Estimate: the busiest public destination, ${subjectOf(e)}, takes ${ofBudget(e)} (${percent(e.observed)}).`,
    "nat-nothing-public": () => sentence`No outbound TCP connection goes to a public address.`,

    "allowance-conntrack": (e) =>
      sentence`${subjectOf(e)}: EC2 dropped ${packets(e)} because the instance tracks as many connections as it may: new connections fail, whatever ports are left.`,
    "allowance-packets": (e) => sentence`${subjectOf(e)}: EC2 held back or dropped ${packets(e)} over the instance’s packets per second.`,
    "allowance-bandwidth": (e) => sentence`${subjectOf(e)}: EC2 held back or dropped ${packets(e)} over the instance’s bandwidth.`,
    "allowance-link-local": (e) =>
      sentence`${subjectOf(e)}: EC2 dropped ${packets(e)} to its local services (DNS, metadata, time): name resolution stalls.`,
    "allowance-conntrack-low": (e) =>
      sentence`${subjectOf(e)}: EC2 will track ${plural(e.observed, "more connection", "more connections")}, of ${named(e, "most")} at best.`,
    "allowance-conntrack-left": (e) =>
      sentence`${subjectOf(e)}: EC2 will track ${plural(e.observed, "more connection", "more connections")} for this instance.`,

    "node-ports-in-range": (e) =>
      sentence`The range takes in ${plural(e.observed, "unreserved port", "unreserved ports")} (${subjectOf(e)}) of the node ports ${range(e, "node")}${within(e)}: no socket holds a node port, so connect() can be given it, and that connection never stands.${nodePorts(e)}`,
    "node-service-in-range": (e) =>
      sentence`Port ${subjectOf(e)} of ${textOf(e, "service") ?? "a node service"}${within(e)} lies in the range and is not reserved: while it restarts, a client connection can take its port.`,
    "node-ports-clear": (e) => sentence`Nothing of the node ports ${range(e, "node")}${within(e)} is handed out.`,
    "node-ports-taken": (e) => sentence`${plural(numberOf(e, "nodePortCount"), "node port is", "node ports are")} in use${within(e)}.`,

    "published-in-range": (e) =>
      sentence`${textOf(e, "protocol") === "udp" ? "UDP" : "TCP"} ${about(e)}, published by ${textOf(e, "runtime") ?? "a container runtime"}, lies in the range and is not reserved: while the container restarts, a client connection can take its port.`,
    "published-clear": (e) =>
      sentence`${plural(e.observed, "published port", "published ports")}, none of them in the range or all of them reserved.`,
    "namespaces-judged": (e) =>
      sentence`${plural(e.observed, "network namespace", "network namespaces")} of containers ${e.observed === 1 ? "is" : "are"} judged like the host’s own.`,

    "sidecar-inbound": (e) =>
      sentence`${sidecar(e)} hands inbound traffic on from ${subjectOf(e)}: ${observedPercent(e)} of ${named(e, "capacity")} ports are used, ${left(e)}. The proxy binds this address first, so that tcp_tw_reuse does not help.`,
    "sidecar-outbound": (e) =>
      sentence`${subjectOf(e)}, through ${sidecar(e)}: ${observedPercent(e)} of ${named(e, "capacity")} ports are used, ${left(e)}.`,
    "sidecar-is": (e) => sentence`${sidecar(e)} runs beside the application; ${percent(e.observed)} of the ports between them are used.`,
  },
};
