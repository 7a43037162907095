import type { NamespaceSnapshot, ProcessUse, Tuple } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type History } from "../check.ts";
import { byObserved, outcomeOf } from "../outcome.ts";
import { processFigures, processSubject, sameProcess } from "../process-subject.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure, tupleSubject } from "../subject.ts";
import { blindTo } from "../unread.ts";

/** Share of the ports in use that one process holds, and the use of the range from which on that matters. */
const WARN = { share: 0.5, used: 0.3 };
const FAIL = { share: 0.7, used: 0.6 };
/** Growth is looked for over so long, of processes that held so many ports then. */
const GROWTH_MINUTES = 30;
const GROWTH_PORTS = 100;
const GROWTH_PER_HOUR = 0.2;

/** Holding connections for others is what they are for. */
const PROXIES = new Set(["nginx", "haproxy", "envoy", "traefik", "caddy", "squid", "linkerd", "pgbouncer"]);

/** One process that holds most of the ports in use. TIME_WAIT has no process and counts only among the ports in use. */
export const procTop = defineCheck({
  id: "proc-top",
  number: 18,
  founding: 2,
  needs: { parts: ["tcp", "range"], minutes: GROWTH_MINUTES },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, history }: Facts): CheckOutcome {
    const placed = current.namespaces.flatMap(placeProcesses);
    const over = placed.filter(({ share, used }) => isOver({ share, used }, WARN));
    const accused = over.filter(({ isProxy }) => !isProxy);
    const blind = blindTo(current, "processes");
    const evidenceOf = (some: readonly PlacedProcess[], rule: Rule, limit: number | null) =>
      some.map((each) => evidence(each, rule, limit)).sort(byObserved);
    return outcomeOf({
      fail: evidenceOf(
        accused.filter((each) => isOver(each, FAIL)),
        "process-holds-most",
        FAIL.share,
      ),
      warn: evidenceOf(
        accused.filter((each) => !isOver(each, FAIL)),
        "process-holds-most",
        WARN.share,
      ),
      notes: [
        ...evidenceOf(
          over.filter(({ isProxy }) => isProxy),
          "process-proxy",
          null,
        ),
        ...(over.length === 0 ? evidenceOf(placed, "process-top", null).slice(0, 1) : []),
        ...placed.flatMap((each) => growing(each, history)),
        ...blind.notes,
      ],
      causes: blind.causes,
    });
  },
});

interface PlacedProcess {
  namespace: NamespaceSnapshot;
  process: ProcessUse;
  ports: number;
  /** Of the ports in use. */
  share: number;
  /** Ports in use ÷ capacity. */
  used: number;
  isProxy: boolean;
}

function placeProcesses(namespace: NamespaceSnapshot): PlacedProcess[] {
  const { tcpPortsInRange: inUse, capacity, processes } = namespace;
  if (!inUse || !capacity) return [];
  return processes
    .map((process) => ({ process, ports: process.tcpPortsInRange ?? 0 }))
    .filter(({ ports }) => ports > 0)
    .map(({ process, ports }) => ({
      namespace,
      process,
      ports,
      share: Math.min(1, ports / inUse),
      used: inUse / capacity,
      isProxy: PROXIES.has(process.runtime ?? process.name),
    }));
}

const isOver = ({ share, used }: Pick<PlacedProcess, "share" | "used">, limits: typeof WARN): boolean =>
  share > limits.share && used > limits.used;

function evidence({ namespace, process, ports, share, used }: PlacedProcess, rule: Rule, limit: number | null): Evidence {
  const tuple = namespace.tuples.find((each) => openBy(process, each) > ports / 2);
  return {
    subject: processSubject(process),
    namespaceId: namespace.id,
    observed: share,
    limit,
    unit: "ratio",
    rule,
    figures: {
      ...namespaceFigure(namespace),
      ...processFigures(process),
      ports,
      inUse: namespace.tcpPortsInRange ?? 0,
      capacity: namespace.capacity ?? 0,
      usedRatio: used,
      ...(tuple ? { tuple: tupleSubject(tuple) } : {}),
    },
  };
}

/** Sockets of a tuple that are a process's, or those of its namesakes. */
const openBy = ({ name }: ProcessUse, { holders, established, closeWait, synSent, finWait }: Tuple): number =>
  (established + closeWait + synSent + finWait) *
  (holders.find(({ process, basis }) => process === name && basis !== "inferred")?.share ?? 0);

/** It has grown without ever falling below where it began: what waves of traffic do not do. */
function growing(placed: PlacedProcess, { minutes, snapshots }: History): Evidence[] {
  const earlier = snapshots.map(({ namespaces }) => {
    const namespace = namespaces.find(({ id }) => id === placed.namespace.id);
    return namespace ? (sameProcess(namespace, placed.process)?.tcpPortsInRange ?? 0) : 0;
  });
  const [first = 0] = earlier;
  if (minutes < GROWTH_MINUTES || first < GROWTH_PORTS || earlier.some((ports) => ports < first)) return [];
  const perHour = ((placed.ports - first) / minutes) * 60;
  if (perHour <= first * GROWTH_PER_HOUR) return [];
  const grown = evidence(placed, "process-growing", null);
  return [{ ...grown, observed: placed.ports, unit: "ports", figures: { ...grown.figures, perHour: Math.round(perHour) } }];
}
