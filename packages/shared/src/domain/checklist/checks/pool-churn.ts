import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import { CHURN_PER_SECOND, churns, poolingByHolder, poolingOf } from "../../ports/pooling.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { knownService } from "../known-services.ts";
import { byObserved, outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { isTcpClockStopped, stoppedNote } from "../stopped-clock.ts";
import { namespaceFigure, tupleSubject } from "../subject.ts";
import type { PlacedTuple } from "../tightest-tuple.ts";
import { usedRatio } from "../used-ratio.ts";

/** Ports that say what is spoken there, beside those that listeners are known by. */
const SPOKEN: ReadonlyMap<number, string> = new Map([
  [53, "DNS"],
  [80, "HTTP"],
  [443, "HTTPS"],
  [8_080, "HTTP"],
  [8_443, "HTTPS"],
]);

/** Their work is to open connections: load generators, scanners, health checks. */
const OPENS_BY_DESIGN = /^(?:ab|bombardier|h2load|hey|httperf|jmeter|k6|locust|masscan|nmap|siege|vegeta|wrk2?|zgrab2?)$/;

/** Connections that are made to be thrown away, where one kept open would serve. */
export const poolChurn = defineCheck({
  id: "pool-churn",
  number: 6,
  founding: 5,
  needs: { parts: ["tcp", "range"], minutes: 2 },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, history, policy }: Facts): CheckOutcome {
    const isStopped = isTcpClockStopped(current, history);
    const placed = current.namespaces.flatMap((namespace) =>
      namespace.tuples.map((tuple) => ({ namespace, tuple: isStopped ? { ...tuple, closesPerSecond: [] } : tuple })),
    );
    const isUnseen = isStopped && placed.some(({ tuple }) => tuple.timeWait > 0 && tuple.opensPerSecond === undefined);
    const churning = placed.filter(({ tuple }) => churns(tuple));
    const accused = churning.filter((each) => !opensByDesign(each));
    const isShort = ({ tuple }: PlacedTuple) => usedRatio(tuple) > policy.tuple.warnRatio;
    const found = (some: readonly PlacedTuple[]) => some.map((each) => evidence(each, "pool-churn", CHURN_PER_SECOND)).sort(byObserved);
    const busiest = placed.map((each) => evidence(each, "pool-busiest", null)).sort(byObserved);
    return outcomeOf({
      fail: found(accused.filter(isShort)),
      warn: found(accused.filter((each) => !isShort(each))),
      causes: isUnseen ? [{ kind: "needs", what: "opens-seen" }] : [],
      notes: [
        ...(isStopped ? [stoppedNote(current)] : []),
        ...churning.filter(opensByDesign).map((each) => evidence(each, "pool-churn-by-design", null)),
        ...(churning.length === 0 ? busiest.filter(({ observed }) => observed > 0).slice(0, 1) : []),
      ],
    });
  },
});

const opensByDesign = ({ namespace, tuple }: PlacedTuple): boolean =>
  OPENS_BY_DESIGN.test(poolingByHolder(tuple, namespace.processes)[0]?.holder.process ?? "");

function evidence({ namespace, tuple }: PlacedTuple, rule: Rule, limit: number | null): Evidence {
  const { connectionsPerSecond, medianLifeMs } = poolingOf(tuple);
  const service = knownService("tcp", tuple.destination.port) ?? SPOKEN.get(tuple.destination.port);
  return {
    subject: tupleSubject(tuple),
    namespaceId: namespace.id,
    observed: Math.round(connectionsPerSecond * 10) / 10,
    limit,
    unit: "perSecond",
    rule,
    figures: {
      ...namespaceFigure(namespace),
      timeWait: tuple.timeWait,
      established: tuple.established,
      usedRatio: usedRatio(tuple),
      ...(medianLifeMs === null ? {} : { medianLifeMs }),
      ...(service ? { service } : {}),
      ...churnerFigures(namespace, tuple),
    },
  };
}

function churnerFigures({ processes }: NamespaceSnapshot, tuple: PlacedTuple["tuple"]): Record<string, string | number> {
  const [first] = poolingByHolder(tuple, processes);
  if (!first) return {};
  const { holder, runtime } = first;
  return {
    process: holder.process,
    share: holder.share,
    ...(holder.unit ? { unit: holder.unit } : {}),
    ...(runtime === null ? {} : { runtime }),
  };
}
