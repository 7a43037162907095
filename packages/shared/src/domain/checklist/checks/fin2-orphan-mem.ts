import type { TcpPressure } from "../../host/pressure.ts";
import type { NamespaceSnapshot, Snapshot } from "../../host/snapshot.ts";
import { formatEndpoint } from "../../network/address.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { type Findings, outcomeOf, overThreshold } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";

/** From half of tcp_max_orphans on the kernel may reset orphans already: it counts them up to four times (net/ipv4/tcp.c, tcp_too_many_orphans). */
const ORPHANS = { warnRatio: 0.25, failRatio: 0.5 };
const MEMORY_FAIL_RATIO = 0.9;
const FIN_WAIT_2_SHARE = 0.1;

/** Sockets that no process owns any more, and memory for TCP: both end connections before ports do. */
export const fin2OrphanMem = defineCheck({
  id: "fin2-orphan-mem",
  number: 32,
  founding: null,
  needs: { parts: ["pressure", "tcp"], minutes: 0 },
  platforms: ["linux", "freebsd"],

  evaluate({ current }: Facts): CheckOutcome {
    const pressure = current.pressure!;
    const orphans = judgeOrphans(pressure);
    const memory = judgeMemory(pressure, current);
    const waiting = current.namespaces.flatMap(finWait2);
    return outcomeOf({
      fail: [...orphans.fail!, ...memory.fail!],
      warn: [...orphans.warn!, ...memory.warn!, ...waiting],
      notes: orphans.fail!.length + orphans.warn!.length === 0 ? calm(pressure) : [],
      causes: isUnread(pressure) ? [{ kind: "gap", part: "pressure", reason: "absent", hint: "" }] : [],
    });
  },
});

/** One of the figures cannot be held against its limit. */
const isUnread = ({ orphans, maxOrphans, memoryPages, memoryLimits }: TcpPressure): boolean =>
  orphans === null || maxOrphans === null || memoryPages === null || memoryLimits === null;

function judgeOrphans({ orphans, maxOrphans }: TcpPressure): Findings {
  if (orphans === null || !maxOrphans) return { fail: [], warn: [] };
  return overThreshold(
    [{ orphans, maxOrphans }],
    (each) => each.orphans / each.maxOrphans,
    ORPHANS,
    (each, limit) => evidence("orphans-use", each.orphans / each.maxOrphans, limit, { orphans: each.orphans, max: each.maxOrphans }),
  );
}

function judgeMemory({ memoryPages: pages, memoryLimits: limits }: TcpPressure, { counters }: Snapshot): Findings {
  const aborts = counters?.abortsOnMemory ?? 0;
  const aborted: Evidence[] = aborts > 0 ? [{ ...evidence("tcp-memory-aborts", aborts, 0, {}), unit: "sockets" }] : [];
  if (pages === null || limits === null || limits.max === 0) return { fail: aborted, warn: [] };
  const figures = { pages, pressure: limits.pressure, max: limits.max };
  const ratio = pages / limits.max;
  if (ratio > MEMORY_FAIL_RATIO) return { fail: [...aborted, evidence("tcp-memory-full", ratio, MEMORY_FAIL_RATIO, figures)], warn: [] };
  const isUnderPressure = pages > limits.pressure;
  return { fail: aborted, warn: isUnderPressure ? [evidence("tcp-memory-pressure", ratio, limits.pressure / limits.max, figures)] : [] };
}

function finWait2(namespace: NamespaceSnapshot): Evidence[] {
  const { tcpStates, capacity, tuples } = namespace;
  if (!tcpStates || !capacity) return [];
  const sockets = tcpStates.v4.finWait2 + tcpStates.v6.finWait2;
  if (sockets / capacity <= FIN_WAIT_2_SHARE) return [];
  const first = tuples.toSorted((a, b) => b.finWait - a.finWait)[0];
  const subject = first && first.finWait > 0 ? formatEndpoint(first.destination.address, first.destination.port) : "";
  const figures = { ...namespaceFigure(namespace), sockets, capacity };
  return [{ ...evidence("fin-wait-2-share", sockets / capacity, FIN_WAIT_2_SHARE, figures), subject, namespaceId: namespace.id }];
}

const calm = ({ orphans, maxOrphans }: TcpPressure): Evidence[] =>
  orphans === null || !maxOrphans ? [] : [evidence("orphans-are", orphans / maxOrphans, null, { orphans, max: maxOrphans })];

const evidence = (rule: Rule, observed: number, limit: number | null, figures: Record<string, number | string>): Evidence => ({
  subject: "",
  namespaceId: null,
  observed,
  limit,
  unit: "ratio",
  rule,
  figures,
});
