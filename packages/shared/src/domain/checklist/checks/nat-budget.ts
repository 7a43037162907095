import { NOTHING_DECLARED } from "../../host/declarations.ts";
import type { Snapshot, Tuple } from "../../host/snapshot.ts";
import { formatEndpoint, parseAddress } from "../../network/address.ts";
import { egressBudget } from "../../platforms/egress.ts";
import { meanClosesPerSecond } from "../../ports/churn.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { isPublicAddress } from "../internal-address.ts";
import { outcomeOf, overThreshold } from "../outcome.ts";
import type { Rule } from "../rule.ts";

/**
 * How much of a declared NAT's ports this host takes towards its busiest public destination: an estimate, since the host
 * sees neither the NAT nor the others behind it. A NAT keeps the port of a closed connection longer than the host does.
 */
export const natBudget = defineCheck({
  id: "nat-budget",
  number: 19,
  founding: null,
  needs: { parts: ["tcp"], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    const { egress } = policy.declared ?? NOTHING_DECLARED;
    if (egress === null) return outcomeOf({ causes: [{ kind: "needs", what: "declaration" }] });
    const budget = egressBudget(egress);
    if (budget === null) return { status: "not_applicable", why: "no-nat" };
    const uses = usesOf(current, budget.holdSeconds);
    const evidenceOf = (use: Use, rule: Rule, limit: number | null): Evidence => ({
      subject: use.subject,
      namespaceId: null,
      observed: use.ports / budget.ports,
      limit,
      unit: "ratio",
      rule,
      figures: { kind: egress.kind, budget: budget.ports, ports: use.ports, holdSeconds: budget.holdSeconds },
    });
    const over = overThreshold(
      uses,
      ({ ports }) => ports / budget.ports,
      policy.tuple,
      (use, limit) => evidenceOf(use, "nat-budget-use", limit),
    );
    if (over.fail.length + over.warn.length > 0) return outcomeOf(over);
    const [busiest] = uses;
    return outcomeOf({
      notes: [busiest ? evidenceOf(busiest, "nat-budget-is", null) : evidenceOf({ subject: "", ports: 0 }, "nat-nothing-public", null)],
    });
  },
});

interface Use {
  /** The destination. */
  subject: string;
  /** Ports of the NAT that connections to it hold, from all sources together. */
  ports: number;
}

/** Busiest first. NATs of this kind rewrite IPv4. */
function usesOf({ namespaces }: Pick<Snapshot, "namespaces">, holdSeconds: number): Use[] {
  const uses = new Map<string, number>();
  for (const tuple of namespaces.flatMap(({ tuples }) => tuples)) {
    const { address, port } = tuple.destination;
    if (parseAddress(address)?.family !== 4 || !isPublicAddress(address)) continue;
    const subject = formatEndpoint(address, port);
    uses.set(subject, (uses.get(subject) ?? 0) + natPortsOf(tuple, holdSeconds));
  }
  return [...uses].map(([subject, ports]) => ({ subject, ports: Math.round(ports) })).sort((a, b) => b.ports - a.ports);
}

/** Live ones, and those closed within the hold time: what the host still knows of, or its rate times that time. */
const natPortsOf = (tuple: Tuple, holdSeconds: number): number =>
  tuple.established +
  tuple.closeWait +
  tuple.synSent +
  tuple.finWait +
  Math.max(tuple.timeWait, meanClosesPerSecond(tuple.closesPerSecond) * holdSeconds);
