import type { Listener, NamespaceSnapshot, Snapshot } from "../../host/snapshot.ts";
import { formatEndpoint } from "../../network/address.ts";
import { includesPort, type PortInterval } from "../../network/port-interval.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type History } from "../check.ts";
import { exposedListeners } from "../exposed-listeners.ts";
import { knownService } from "../known-services.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { blindTo, listenersLeftOut } from "../unread.ts";

/** A listener younger than this may be a debugger, a tunnel, a test. */
const LASTING_MINUTES = 10;

/**
 * Services that listen on an unreserved port of the ephemeral range. While one is down, a client connection may be given
 * its port, and bind() then fails until that connection's TIME_WAIT is over.
 *
 * A UDP socket bound in the range is as often a client's as a service's, so only the port of a known service is a finding.
 */
export const listenInRange = defineCheck({
  id: "listen-in-range",
  number: 8,
  founding: null,
  needs: { parts: ["tcp", "range", "reservedPorts"], minutes: LASTING_MINUTES },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current, history }: Facts): CheckOutcome {
    const isOurs = (listener: Listener) => current.host.os !== "windows" || !isRpc(listener);
    const found = current.namespaces.flatMap((namespace) =>
      exposedListeners(namespace)
        .filter(isOurs)
        .map((each) => judge(namespace, each, current, history)),
    );
    const evidenceOf = (spoken: Rule) => found.filter(({ rule }) => rule === spoken);
    const young = evidenceOf("listener-young");
    const blind = blindTo(current, "udp");
    return outcomeOf({
      fail: evidenceOf("listener-known-service"),
      warn: evidenceOf("listener-in-range"),
      notes: [
        ...young,
        ...(current.host.os === "windows" ? current.namespaces.flatMap(rpcNote) : []),
        ...current.namespaces.flatMap(({ id }) => udpNote(evidenceOf("listener-udp").filter(({ namespaceId }) => namespaceId === id))),
        ...blind.notes,
      ],
      causes: [
        ...blind.causes,
        ...listenersLeftOut(current),
        ...(young.length > 0 && history.minutes < LASTING_MINUTES ? [{ kind: "needs" as const, what: "ten-minutes" as const }] : []),
      ],
    });
  },
});

/** The programs that RPC of Windows runs in, and the ports that it takes first after a start, since Windows 10 and before. */
const RPC_PROGRAMS = ["svchost.exe", "lsass.exe", "services.exe", "spoolsv.exe", "wininit.exe", "system"];
const RPC_PORTS: readonly PortInterval[] = [
  { low: 49_152, high: 49_175 },
  { low: 49_664, high: 49_695 },
];

/** RPC tells its clients the port, so that a dynamic one is right. */
const isRpc = ({ protocol, port, process }: Listener): boolean =>
  protocol === "tcp" && (process === null ? includesPort(RPC_PORTS, port) : RPC_PROGRAMS.includes(process.toLowerCase()));

function rpcNote(namespace: NamespaceSnapshot): Evidence[] {
  const listeners = exposedListeners(namespace).filter(isRpc);
  if (listeners.length === 0) return [];
  const figures = { ...namespaceFigure(namespace) };
  return [
    {
      subject: "RPC",
      namespaceId: namespace.id,
      observed: listeners.length,
      limit: null,
      unit: "sockets",
      rule: "listener-by-design",
      figures,
    },
  ];
}

function judge(namespace: NamespaceSnapshot, listener: Listener, current: Snapshot, history: History): Evidence {
  const { protocol, address, port, process } = listener;
  const service = knownService(protocol, port);
  const minutes = minutesSeen(namespace, listener, current, history);
  return {
    subject: formatEndpoint(address, port),
    namespaceId: namespace.id,
    observed: port,
    limit: null,
    unit: "ports",
    rule: ruleOf(protocol, service, minutes),
    figures: {
      ...namespaceFigure(namespace),
      protocol,
      minutes: Math.floor(minutes),
      ...(service ? { service } : {}),
      ...(process ? { process } : {}),
    },
  };
}

/** Resolvers and the like hold many: the first stands for all of a namespace. */
const udpNote = ([first, ...others]: readonly Evidence[]): Evidence[] =>
  first ? [{ ...first, figures: { ...first.figures, others: others.length } }] : [];

function ruleOf(protocol: Listener["protocol"], service: string | null, minutes: number): Rule {
  if (protocol === "udp" && service === null) return "listener-udp";
  if (minutes < LASTING_MINUTES) return "listener-young";
  return service === null ? "listener-in-range" : "listener-known-service";
}

/** How long it has been there without a break, as far as the history goes. */
function minutesSeen({ id }: NamespaceSnapshot, { protocol, port }: Listener, current: Snapshot, { snapshots }: History): number {
  const isThere = ({ namespaces }: Snapshot) =>
    namespaces.find((namespace) => namespace.id === id)?.listeners.some((each) => each.protocol === protocol && each.port === port);
  const lastWithout = snapshots.findLastIndex((snapshot) => !isThere(snapshot));
  const firstMs = snapshots[lastWithout + 1]?.capturedAtMs ?? current.capturedAtMs;
  return (current.capturedAtMs - firstMs) / 60_000;
}
