import { DEFAULT_POLICY, type Evidence } from "../../domain/checklist/check.ts";
import { flattenOutcome } from "../../domain/checklist/flat-outcome.ts";
import { runChecklist } from "../../domain/checklist/run-checklist.ts";
import type { Declarations } from "../../domain/host/declarations.ts";
import type { Snapshot } from "../../domain/host/snapshot.ts";
import { buildFirewallRule, buildReading, filtered } from "../build-firewall.ts";
import { buildSnapshot, buildTuple } from "../build-snapshot.ts";
import { factsOf } from "../judge.ts";
import { evidenceOf } from "./evidence-of.ts";

/** What the checks say where a person said something of the surroundings. */
export const evidenceWith = (declared: Partial<Declarations>, said: Partial<Snapshot> = {}): Evidence[] => {
  const policy = { ...DEFAULT_POLICY, declared: { egress: null, inboundAcl: null, ...declared } };
  return runChecklist({ ...factsOf(buildSnapshot(said)), policy }).flatMap(({ outcome }) => {
    const { evidence, notes } = flattenOutcome(outcome);
    return [...evidence, ...notes];
  });
};

const RANGE = { low: 32_768, high: 60_999 };
const stateless = buildFirewallRule({ text: "tcp dport 32768-50000 accept", packets: null, ports: [{ low: 32_768, high: 50_000 }] });
const partly = buildReading({ replies: { verdict: "partly", dropped: [{ low: 50_001, high: 60_999 }], decidedBy: stateless } });

/** Snapshots that between them make every rule of the group speak. */
export const firewallSpoken: Evidence[] = [
  evidenceOf(filtered([buildReading({ replies: { verdict: "dropped", dropped: [RANGE], accepted: [], decidedBy: null } })])),
  evidenceOf(filtered([partly])),
  evidenceOf(filtered([partly], { tuples: [buildTuple({ used: 5, established: 5 })] })),
  evidenceOf(filtered([buildReading({ egressDenied: [{ low: 40_000, high: 40_000 }] })])),
  evidenceOf(filtered([buildReading({ replies: { verdict: "stateless", decidedBy: stateless } })])),
  evidenceOf(filtered([buildReading({ replies: { verdict: "uncertain" } })])),
  evidenceOf(
    filtered([
      buildReading({ family: 6, isUntracked: true }),
      buildReading({ replies: { verdict: "open", decidedBy: null, policy: null } }),
    ]),
  ),
  evidenceOf(filtered([buildReading({ openToWorld: [{ ...stateless, ports: [RANGE] }] })])),
  evidenceWith({ inboundAcl: [{ low: 1_024, high: 50_000 }] }),
  evidenceWith({ inboundAcl: [RANGE] }),
  evidenceWith({ inboundAcl: [{ low: 1_024, high: 65_535 }] }),
].flat();
