import { FRESH_MS, failuresWithin } from "../../evidence/failure-window.ts";
import type { PortFailure } from "../../host/failure.ts";
import type { NamespaceSnapshot, UdpUse } from "../../host/snapshot.ts";
import { portSharingOf } from "../../platforms/port-sharing.ts";
import type { Headroom } from "../../ports/headroom.ts";
import { bindsFirst } from "../binds-first.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type Policy } from "../check.ts";
import { byObserved, outcomeOf, overThreshold } from "../outcome.ts";
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
 * first. Where nothing does, and no tuple is over its own line, what would fail warns instead. macOS, Windows without an
 * auto-reuse range and FreeBSD before 13 give no port twice: there this is the figure that limits. A failed bind(0) or UDP
 * autobind that was seen to happen keeps the fail. UDP never shares a port: its pool fails as it is.
 */
export const ephHost = defineCheck({
  id: "eph-host",
  number: 2,
  founding: 2,
  needs: { parts: ["tcp", "range"], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],
  standsOnPart: true,

  evaluate({ current, policy }: Facts): CheckOutcome {
    const hasFailed = failuresWithin(current, FRESH_MS).some(isPoolFailure);
    const keepsAll = portSharingOf(current) === "never";
    const pools = current.namespaces.flatMap((namespace) => sharedPools(namespace, keepsAll || hasFailed, policy));
    const binding = overThreshold(
      pools.filter(({ isSpread }) => !isSpread),
      usedRatio,
      policy.host,
      poolEvidence,
    );
    const spread = overThreshold(
      pools.filter(({ isSpread }) => isSpread),
      usedRatio,
      { ...policy.host, failRatio: Number.POSITIVE_INFINITY },
      poolEvidence,
    );
    const fail = binding.fail;
    const warn = [...binding.warn, ...spread.warn].sort(byObserved);
    const isNamed = ({ namespace }: SharedPool) => [...fail, ...warn].some(({ namespaceId }) => namespaceId === namespace.id);
    const calm = pools
      .filter((pool) => pool.rule.startsWith("host-use") && !isNamed(pool))
      .map((pool) => poolEvidence({ ...pool, rule: "host-ports" }, null));
    const blind = blindTo(current, "udp");
    return outcomeOf({ fail, warn, notes: [...calm.sort(byObserved).slice(0, NOTED_NAMESPACES), ...blind.notes], causes: blind.causes });
  },
});

/** A pool of ports that every destination draws from. */
interface SharedPool {
  namespace: NamespaceSnapshot;
  subject: string;
  rule: Rule;
  /** Nobody here takes ports from it but connect(), which needs none of its own. */
  isSpread: boolean;
  used: number;
  capacity: number;
  figures: Record<string, number>;
}

function sharedPools(namespace: NamespaceSnapshot, isBinding: boolean, policy: Policy): SharedPool[] {
  const { capacity, tcpPortsInRange, udp } = namespace;
  const isSpread = !isBinding && !bindsFirst(namespace) && worstTuple(namespace) <= policy.tuple.warnRatio;
  const pools: SharedPool[] = namespace.pools
    .filter(({ headroom }) => !headroom.unlimited)
    .map(({ source, used, capacity, headroom, boundInactive }) => ({
      namespace,
      subject: source,
      rule: isSpread ? "pool-use-spread" : "pool-use",
      isSpread,
      used,
      capacity,
      figures: { ...headroomFigures(headroom), boundInactive: boundInactive ?? 0 },
    }));
  if (capacity === null) return pools;
  if (tcpPortsInRange !== null) {
    const rule = isSpread ? "host-use-spread" : "host-use";
    pools.push({ namespace, subject: "", rule, isSpread, used: tcpPortsInRange, capacity, figures: {} });
  }
  return udp === null ? pools : [...pools, ...autobindPools(namespace, udp, capacity)];
}

/** The fuller of the two families stands for UDP: most sockets take a port from both. */
function autobindPools(namespace: NamespaceSnapshot, { autobind }: UdpUse, capacity: number): SharedPool[] {
  const pool = (subject: string, headroom: Headroom): SharedPool[] =>
    headroom.unlimited
      ? []
      : [
          {
            namespace,
            subject,
            rule: "udp-use",
            isSpread: false,
            used: capacity - headroom.best,
            capacity,
            figures: headroomFigures(headroom),
          },
        ];
  return [...pool("IPv4", autobind.v4), ...pool("IPv6", autobind.v6)].sort((a, b) => b.used - a.used).slice(0, 1);
}

const poolEvidence = (pool: SharedPool, limit: number | null): Evidence => ({
  subject: pool.subject,
  namespaceId: pool.namespace.id,
  observed: usedRatio(pool),
  limit,
  unit: "ratio",
  rule: pool.rule,
  figures: { ...namespaceFigure(pool.namespace), used: pool.used, capacity: pool.capacity, ...pool.figures },
});

/** bind() and UDP draw from these pools; a failed TCP connect() does not. */
const isPoolFailure = ({ operation, protocol }: PortFailure): boolean => operation === "bind" || protocol === "udp";

const worstTuple = ({ tuples, otherTuples }: NamespaceSnapshot): number =>
  Math.max(0, ...tuples.map(usedRatio), otherTuples.worstUsedRatio ?? 0);
