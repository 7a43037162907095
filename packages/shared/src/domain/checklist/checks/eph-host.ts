import type { BindPool, NamespaceSnapshot, PortFailure } from "../../host/snapshot.ts";
import type { Headroom } from "../../ports/headroom.ts";
import { bindsFirst } from "../binds-first.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type Policy } from "../check.ts";
import { byObserved, limitOf, outcomeOf, severityOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { headroomFigures } from "../tuple-evidence.ts";
import { blindTo } from "../unread.ts";
import { usedRatio } from "../used-ratio.ts";

/** The fullest namespaces are worth a note each; on a busy node the others would bury them. */
const NOTED_NAMESPACES = 3;

/**
 * Use of what every destination shares: the bind-first pool of each source, UDP, and distinct ports in all.
 *
 * On Linux connect() shares a port across destinations, so full pools and a host-wide count matter only to those who bind
 * first. Where nothing does, and no tuple is over its own line, what would fail warns instead. A failed bind(0) or UDP
 * autobind that was seen to happen keeps the fail. UDP never shares a port: its pool fails as it is.
 */
export const ephHost = defineCheck({
  id: "eph-host",
  needs: { parts: ["tcp", "range"], minutes: 0 },
  platforms: ["linux"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    const hasFailed = current.failures.some(isPoolFailure);
    const findings = current.namespaces.flatMap((namespace) => {
      const isSpread = !hasFailed && !bindsFirst(namespace) && worstTuple(namespace) <= policy.tuple.warnRatio;
      return [
        ...poolFindings(namespace, isSpread, policy),
        ...hostFindings(namespace, isSpread, policy),
        ...udpFindings(namespace, policy),
      ];
    });
    const blind = blindTo(current, "udp");
    const evidenceOf = (severity: Finding["severity"]) =>
      findings.filter((each) => each.severity === severity).map(({ evidence }) => evidence);
    return outcomeOf({
      fail: evidenceOf("fail").sort(byObserved),
      warn: evidenceOf("warn").sort(byObserved),
      notes: [...current.namespaces.flatMap(portsInUse).sort(byObserved).slice(0, NOTED_NAMESPACES), ...blind.notes],
      causes: blind.causes,
    });
  },
});

interface Finding {
  severity: "warn" | "fail";
  evidence: Evidence;
}

/** bind() and UDP draw from these pools; a failed TCP connect() does not. */
const isPoolFailure = ({ operation, protocol }: PortFailure): boolean => operation === "bind" || protocol === "udp";

const worstTuple = ({ tuples, otherTuples }: NamespaceSnapshot): number =>
  Math.max(0, ...tuples.map(usedRatio), otherTuples.worstUsedRatio ?? 0);

const poolFindings = (namespace: NamespaceSnapshot, isSpread: boolean, policy: Policy): Finding[] =>
  namespace.pools
    .filter(({ headroom }) => !headroom.unlimited)
    .flatMap((pool) => {
      const figures = { capacity: pool.capacity, used: pool.used, ...headroomFigures(pool.headroom), ...boundInactive(pool) };
      return judge(namespace, pool.source, figures, isSpread ? "pool-use-spread" : "pool-use", isSpread, policy);
    });

const boundInactive = ({ boundInactive: sockets }: BindPool): Record<string, number> =>
  sockets === null ? {} : { boundInactive: sockets };

function hostFindings(namespace: NamespaceSnapshot, isSpread: boolean, policy: Policy): Finding[] {
  const { tcpPortsInRange: used, capacity } = namespace;
  if (used === null || capacity === null) return [];
  return judge(namespace, "", { used, capacity }, isSpread ? "host-use-spread" : "host-use", isSpread, policy);
}

function udpFindings(namespace: NamespaceSnapshot, policy: Policy): Finding[] {
  if (namespace.udp === null || namespace.capacity === null) return [];
  const { v4, v6 } = namespace.udp.autobind;
  const families: [string, Headroom][] = [
    ["IPv4", v4],
    ["IPv6", v6],
  ];
  const { capacity } = namespace;
  const pools = families.flatMap(([family, headroom]) =>
    headroom.unlimited ? [] : [{ family, headroom, used: capacity - headroom.best }],
  );
  const worst = pools.sort((a, b) => b.used - a.used)[0];
  if (!worst) return [];
  return judge(namespace, worst.family, { capacity, used: worst.used, ...headroomFigures(worst.headroom) }, "udp-use", false, policy);
}

function judge(
  namespace: NamespaceSnapshot,
  subject: string,
  figures: { used: number; capacity: number } & Record<string, number>,
  rule: Rule,
  isSpread: boolean,
  policy: Policy,
): Finding[] {
  const ratio = usedRatio(figures);
  const severity = severityOf(ratio, policy.host);
  if (severity === null) return [];
  const evidence: Evidence = {
    subject,
    namespaceId: namespace.id,
    observed: ratio,
    limit: limitOf(severity, policy.host),
    unit: "ratio",
    rule,
    figures: { ...namespaceFigure(namespace), ...figures },
  };
  return [{ severity: isSpread ? "warn" : severity, evidence }];
}

function portsInUse(namespace: NamespaceSnapshot): Evidence[] {
  const { id: namespaceId, tcpPortsInRange: used, capacity } = namespace;
  if (used === null || capacity === null) return [];
  const figures = { ...namespaceFigure(namespace), used, capacity };
  return [{ subject: "", namespaceId, observed: usedRatio({ used, capacity }), limit: null, unit: "ratio", rule: "host-ports", figures }];
}
