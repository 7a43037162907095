import { EVIDENCE_MS, FRESH_MS, failuresWithin } from "../../evidence/failure-window.ts";
import type { LogEvidence, LogSignature } from "../../host/evidence.ts";
import type { PortFailure } from "../../host/failure.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { formatEndpoint } from "../../network/address.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type GapCause } from "../check.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { unreadOnHost } from "../unread.ts";

const MINUTE_MS = 60_000;

/**
 * Ports that ran out, as somebody met it: failed calls that the kernel announced, and what logs and event logs say.
 *
 * In the last 15 minutes it fails, in the last 24 hours it warns. What may as well have another reason warns at most; a
 * service that was refused its own port is a note, for it is a matter of listeners. It can be judged by either of the
 * two; by logs alone a pass says so, because many programs log no reason (curl).
 */
export const exhEvidence = defineCheck({
  id: "exh-evidence",
  number: 4,
  founding: 6,
  needs: { parts: [], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],
  settlesAtOnce: true,

  evaluate({ current }: Facts): CheckOutcome {
    const [untraced, unlogged] = (["failures", "logs"] as const).map((part) => unreadOnHost(current, { parts: [part], minutes: 0 }));
    const found = [...failuresWithin(current, EVIDENCE_MS).map((failure) => judgeFailure(failure, current)), ...judgeLogs(current)];
    const evidenceOf = (severity: Found["severity"]) => found.flatMap((each) => (each?.severity === severity ? [each.evidence] : []));
    const isTraced = untraced!.length === 0;
    return outcomeOf({
      fail: evidenceOf("fail"),
      warn: evidenceOf("warn"),
      notes: [...evidenceOf("note"), ...(isTraced ? [] : [note("evidence-logs-only")])],
      causes: isTraced ? [] : unlogged!.length > 0 ? [...untraced!, ...unlogged!] : partlyRead(current),
    });
  },
});

interface Found {
  severity: "fail" | "warn" | "note";
  evidence: Evidence;
}

/** A failure that was seen to happen was checked by the agent against its pool, so that it proves itself. */
function judgeFailure(failure: PortFailure, { capturedAtMs, namespaces }: Snapshot): Found {
  const { operation, protocol, source, destination, process, unit, errno, count, atMs, namespaceId } = failure;
  const namespace = namespaces.find(({ id }) => id === namespaceId);
  return {
    severity: capturedAtMs - atMs <= FRESH_MS ? "fail" : "warn",
    evidence: {
      subject: destination ? formatEndpoint(destination.address, destination.port) : (source ?? "*"),
      namespaceId: namespaceId ?? null,
      observed: count,
      limit: 0,
      unit: "failures",
      rule: operation === "bind" ? "failed-bind" : protocol === "udp" ? "failed-udp-connect" : "failed-connect",
      figures: {
        errno,
        minutesAgo: minutesBetween(atMs, capturedAtMs),
        ...(process === null ? {} : { process }),
        ...(unit === undefined ? {} : { unit }),
        ...(source === null ? {} : { source }),
        ...(namespace ? namespaceFigure(namespace) : {}),
      },
    },
  };
}

/** How bad a line is within 15 minutes, and the rule that says so. Signatures of other checks are not here. */
const SIGNED: Partial<Record<LogSignature, readonly [severity: Found["severity"], rule: Rule]>> = {
  "connect-address-unavailable": ["fail", "logged-no-port"],
  "haproxy-no-free-ports": ["fail", "logged-haproxy"],
  "windows-4231": ["fail", "logged-windows-tcp"],
  "windows-4266": ["fail", "logged-windows-udp"],
  "macos-udp-ports": ["fail", "logged-macos-udp"],
  "windows-4227": ["warn", "logged-windows-reused"],
  "connect-address-in-use": ["warn", "logged-in-use"],
  "udp-again": ["warn", "logged-udp-again"],
  "no-buffer-space": ["warn", "logged-no-buffer"],
  "bind-address-in-use": ["note", "logged-listener-refused"],
};

function judgeLogs(snapshot: Snapshot): Found[] {
  return (snapshot.logs ?? []).flatMap((log) => {
    const signed = SIGNED[log.signature];
    const ageMs = log.lastMs === null ? null : snapshot.capturedAtMs - log.lastMs;
    if (!signed || (ageMs !== null && ageMs > EVIDENCE_MS)) return [];
    const [severity, rule] = signed;
    const isFresh = ageMs !== null && ageMs <= FRESH_MS;
    if (isFamily(log, snapshot)) return [{ severity: "note", evidence: logEvidence(log, "logged-address-family", snapshot) }];
    return [{ severity: severity === "fail" && !isFresh ? "warn" : severity, evidence: logEvidence(log, rule, snapshot) }];
  });
}

/** An IPv6 address that cannot be assigned, on a host without a single IPv6 connection: IPv6 is what is missing, not a port. */
const isFamily = ({ signature, destination }: LogEvidence, { namespaces }: Snapshot): boolean =>
  signature === "connect-address-unavailable" &&
  destination !== null &&
  destination.startsWith("[") &&
  namespaces.every(({ tcpStates }) => tcpStates !== null && tcpStates.v6.established + tcpStates.v6.timeWait + tcpStates.v6.synSent === 0);

const logEvidence = (
  { destination, process, source, port, count, quote, lastMs }: LogEvidence,
  rule: Rule,
  snapshot: Snapshot,
): Evidence => ({
  subject: destination ?? process ?? source,
  namespaceId: null,
  observed: count,
  limit: 0,
  unit: "failures",
  rule,
  figures: {
    quote,
    source,
    ...(process === null ? {} : { process }),
    ...(port === null ? {} : { port: String(port) }),
    ...(lastMs === null ? {} : { minutesAgo: minutesBetween(lastMs, snapshot.capturedAtMs) }),
  },
});

const minutesBetween = (fromMs: number, toMs: number): number => Math.max(0, Math.floor((toMs - fromMs) / MINUTE_MS));

/** A log of which only some was read can show evidence, but not that there is none. No log at all is no such loss. */
const partlyRead = ({ gaps }: Snapshot): GapCause[] =>
  gaps
    .filter(({ part, reason }) => part === "logs" && reason !== "absent")
    .map(({ part, reason, hint }) => ({ kind: "gap", part, reason, hint }));

const note = (rule: Rule): Evidence => ({ subject: "", namespaceId: null, observed: 0, limit: null, unit: "failures", rule });
