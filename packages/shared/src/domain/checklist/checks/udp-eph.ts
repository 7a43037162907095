import type { NamespaceSnapshot, ProcessUse, Snapshot } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { byObserved, outcomeOf, overThreshold } from "../outcome.ts";
import { processFigures, processSubject } from "../process-subject.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { blindTo } from "../unread.ts";
import { usedRatio } from "../used-ratio.ts";

/** A client that takes a new socket for every question, or forgets to close them. */
const PROCESS_PORTS = 500;
const LOGGED_HOURS = 24;

/** They take a fresh port for every query, so that answers cannot be forged (RFC 5452). */
const RESOLVERS =
  /^(?:named|unbound|dnsmasq|systemd-resolve|pdns_recursor|kresd|knot-resolver|coredns|node-cache|dnsdist|nscd|mDNSResponder|svchost|dns)$/;

/** Ports that UDP sockets hold: one pool for all destinations, where a shortage shows as EAGAIN. */
export const udpEph = defineCheck({
  id: "udp-eph",
  number: 27,
  founding: null,
  needs: { parts: ["udp", "range"], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    const pools = current.namespaces.flatMap(udpPool);
    const over = overThreshold(pools, usedRatio, policy.host, (each, limit) => poolEvidence(each, "udp-ports", limit));
    const busy = current.namespaces.flatMap((namespace) =>
      namespace.processes.filter(({ udpPortsInRange = 0 }) => udpPortsInRange > PROCESS_PORTS).map((process) => ({ namespace, process })),
    );
    const isResolver = ({ process }: { process: ProcessUse }) => RESOLVERS.test(process.name);
    const blind = blindTo(current, "processes");
    const isCalm = over.fail.length + over.warn.length === 0;
    return outcomeOf({
      fail: [...over.fail, ...shortageLogged(current)],
      warn: [...over.warn, ...busy.filter((each) => !isResolver(each)).map((each) => processEvidence(each, "udp-process", PROCESS_PORTS))],
      notes: [
        ...busy.filter(isResolver).map((each) => processEvidence(each, "udp-resolver", null)),
        ...(isCalm ? pools.map((each) => poolEvidence(each, "udp-is", null)).filter(({ observed }) => observed > 0) : [])
          .sort(byObserved)
          .slice(0, 1),
        ...blind.notes,
      ],
      causes: blind.causes,
    });
  },
});

interface UdpPool {
  namespace: NamespaceSnapshot;
  used: number;
  capacity: number;
}

const udpPool = (namespace: NamespaceSnapshot): UdpPool[] =>
  namespace.udp && namespace.capacity !== null ? [{ namespace, used: namespace.udp.portsInRange, capacity: namespace.capacity }] : [];

const poolEvidence = ({ namespace, used, capacity }: UdpPool, rule: Rule, limit: number | null): Evidence => ({
  subject: "UDP",
  namespaceId: namespace.id,
  observed: usedRatio({ used, capacity }),
  limit,
  unit: "ratio",
  rule,
  figures: { ...namespaceFigure(namespace), used, capacity },
});

const processEvidence = (
  { namespace, process }: { namespace: NamespaceSnapshot; process: ProcessUse },
  rule: Rule,
  limit: number | null,
): Evidence => ({
  subject: processSubject(process),
  namespaceId: namespace.id,
  observed: process.udpPortsInRange ?? 0,
  limit,
  unit: "ports",
  rule,
  figures: { ...namespaceFigure(namespace), ...processFigures(process) },
});

/** macOS says it in so many words: "less than 4096 UDP ports". */
const shortageLogged = ({ logs = [], capturedAtMs }: Snapshot): Evidence[] =>
  logs
    .filter(
      ({ signature, lastMs }) => signature === "macos-udp-ports" && lastMs !== null && lastMs >= capturedAtMs - LOGGED_HOURS * 3_600_000,
    )
    .map(({ source, count }) => ({
      subject: source,
      namespaceId: null,
      observed: count,
      limit: 0,
      unit: "failures",
      rule: "udp-shortage-logged",
    }));
