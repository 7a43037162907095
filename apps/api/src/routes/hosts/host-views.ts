import type { ChecklistItem, HostTuples, NamespaceView, VerdictView } from "@berth/shared/contract/reads.ts";
import type { LastKnown, SettledCheck } from "@berth/shared/domain/checklist/hysteresis.ts";
import type { Verdict } from "@berth/shared/domain/checklist/verdict.ts";
import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";
import { timestamp, timestampOrNull } from "../../http/timestamp.ts";

export const verdictView = ({ status, sinceMs, checkId, evidence, cause }: Verdict): VerdictView => ({
  status,
  since: timestampOrNull(sinceMs),
  checkId,
  evidence,
  cause,
});

/** A namespace without what the tuples' route answers. */
export function namespaceView(namespace: NamespaceSnapshot): NamespaceView {
  const { id, kind, name, source, range, reserved, capacity, settings, tcpStates, tcpPortsInRange, serverTimeWait, strip } = namespace;
  return { id, kind, name, source, range, reserved, capacity, settings, tcpStates, tcpPortsInRange, serverTimeWait, strip };
}

export function namespaceTuples(namespace: NamespaceSnapshot): HostTuples["namespaces"][number] {
  const { id, kind, name, capacity, tuples, otherTuples, pools, udp, listeners, processes, attributed = null } = namespace;
  return { id, kind, name, capacity, tuples, otherTuples, pools, udp, listeners, processes, attributed };
}

export function checklistItem({ id, status, observedStatus, sinceMs, outcome, lastKnown }: SettledCheck): ChecklistItem {
  return {
    id,
    status,
    observedStatus,
    since: timestamp(sinceMs),
    evidence: "evidence" in outcome ? outcome.evidence : [],
    notes: "notes" in outcome ? outcome.notes : [],
    causes: outcome.status === "unknown" ? outcome.causes : [],
    why: outcome.status === "not_applicable" ? outcome.why : null,
    lastKnown: lastKnown && lastKnownView(lastKnown),
  };
}

const lastKnownView = ({ status, evidence, atMs }: LastKnown) => ({ status, evidence, at: timestamp(atMs) });
