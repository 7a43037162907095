import { isInternalAddress } from "../../checklist/internal-address.ts";
import { NOTHING_DECLARED } from "../../host/declarations.ts";
import type { Tuple } from "../../host/snapshot.ts";
import { formatEndpoint, isLoopback, parseAddress } from "../../network/address.ts";
import { bestOf } from "../best-of.ts";
import type { DestinationSigns } from "../destination-signs.ts";
import { logEvidence } from "../refusals.ts";
import { few, say } from "../say.ts";
import { linesOf, type Signs } from "../signs.ts";
import { inState } from "../state-counts.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Connects to one destination that wait for an answer, from which on something swallows them (syn-sent). */
const UNANSWERED_LEAST = 50;
/** Or such a share of its live sockets, from a few on. */
const UNANSWERED_SHARE = 0.1;
const UNANSWERED_FEW = 10;
/** Ports that translators give a host for one destination: Azure's load balancer by size, its App Service, Google's Cloud NAT. */
const SNAT_BUDGETS = [64, 128, 256, 512, 1_024];
/** So close under a budget, live connections have met it and not stopped by chance. */
const BUDGET_SHARE = 0.92;
/** Budget use that is as good as all of it, given that closed connections hold theirs for minutes. */
const SPENT_SHARE = 0.8;

/** A translator on the way out has fewer ports than this host: connects go unanswered while every port here is free. */
export const snatOutsideHost = defineCause({
  id: "snat-outside-host",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: [],

  weigh(signs): Weighing {
    const { egress } = signs.policy.declared ?? NOTHING_DECLARED;
    if (egress?.kind === "none") return excluded(say("cause-no-egress"));
    const refused = linesOf(signs, "snat-port-refused");
    if (refused.length > 0) return possible("strong", 0, refused.map(logEvidence));
    const outward = signs.destinations.filter(({ tuple }) => isOutward(tuple.destination.address));
    const found = bestOf(outward.map((destination) => weighDestination(signs, destination)));
    if (found) return found;
    const waiting = inState(signs, "synSent");
    if (waiting >= UNANSWERED_LEAST && hasPortsLeft(signs) && (egress || isNode(signs))) {
      return possible("likely", 0, [unanswered("", waiting, signs.fullest), ...context(signs)]);
    }
    return egress && signs.isRead
      ? excluded(few("syn-sent", waiting))
      : undecided(say("cause-unread", { figures: { part: "egress", reason: "unsupported" } }));
  },
});

function weighDestination(signs: Signs, { tuple, pressure, live }: DestinationSigns): Weighing {
  const { egress } = signs.policy.declared ?? NOTHING_DECLARED;
  const subject = formatEndpoint(tuple.destination.address, tuple.destination.port);
  const isWaiting = tuple.synSent >= UNANSWERED_LEAST || (tuple.synSent >= UNANSWERED_FEW && tuple.synSent > UNANSWERED_SHARE * live);
  const budget = egress?.portsPerDestination ?? null;
  const inUse = live + tuple.timeWait;
  const isSpent = budget !== null && inUse >= SPENT_SHARE * budget;
  if (pressure > 0.5 || signs.fullest > signs.policy.tuple.failRatio) return excluded();
  const share =
    budget === null
      ? []
      : [say("cause-egress-share", { subject, observed: inUse, limit: budget, unit: "ports", figures: { kind: egress?.kind ?? "" } })];
  if (isWaiting && isSpent) return possible("strong", 0, [unanswered(subject, tuple.synSent, pressure), ...share]);
  if (isSpent) return possible("likely", 0, share);
  if (!isWaiting || droppedByFirewall(signs)) return excluded();
  const met = SNAT_BUDGETS.find((each) => tuple.established <= each && tuple.established >= BUDGET_SHARE * each);
  const evidence = [unanswered(subject, tuple.synSent, pressure), ...context(signs)];
  // A destination that never answers may simply be gone.
  const answersSometimes = tuple.established > 0 || tuple.timeWait > 0;
  const isCommon = (isNode(signs) && answersSometimes) || met !== undefined || unansweredElsewhere(signs, tuple);
  return possible(egress || isCommon ? "likely" : "hint", 0, evidence);
}

const unanswered = (subject: string, observed: number, ratio: number) =>
  say("cause-unanswered", { subject, observed, unit: "sockets", figures: { ratio } });

function context(signs: Signs) {
  const { egress } = signs.policy.declared ?? NOTHING_DECLARED;
  if (egress) return [say("cause-egress", { figures: { kind: egress.kind } })];
  return isNode(signs) ? [say("cause-node")] : [];
}

const NODE_PROCESS = /^(?:kubelet|kube-proxy|cilium-agent|calico-node|aws-k8s-agent|azure-cns|azure-npm)/;

const isNode = ({ current }: Signs): boolean =>
  current.kubernetes != null ||
  current.namespaces.some(({ kind, processes }) => kind === "pod" || processes.some(({ name }) => NODE_PROCESS.test(name)));

/** Others beyond this network answer as little, while all of them answer sometimes: no peer and no rule explains both. */
const unansweredElsewhere = ({ destinations }: Signs, tuple: Tuple): boolean =>
  tuple.established > 0 &&
  destinations.some(
    (each) =>
      each.tuple.destination.address !== tuple.destination.address &&
      isOutward(each.tuple.destination.address) &&
      each.tuple.synSent >= UNANSWERED_FEW &&
      each.tuple.established > 0,
  );

const hasPortsLeft = ({ fullest, isAnyRead }: Signs): boolean => isAnyRead && fullest <= 0.5;
const droppedByFirewall = (signs: Signs): boolean =>
  signs.current.namespaces.some(({ firewall = [] }) => firewall.some(({ returnTraffic }) => returnTraffic.verdict === "dropped"));

/** Beyond this host and its own network. */
function isOutward(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== null && !isLoopback(parsed) && !isInternalAddress(address);
}
