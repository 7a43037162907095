import { DEFAULT_POLICY } from "@berth/shared/domain/checklist/check.ts";
import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import type { NamespaceSnapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { type Instruction, instructionsFor } from "@berth/shared/domain/platforms/commands/instruction.ts";
import { capacityOf } from "@berth/shared/domain/ports/capacity.ts";
import type { SimulatedPool, SimulatedTuple, Simulation } from "@berth/shared/domain/ports/simulate.ts";
import type { Change, PortConfiguration } from "@berth/shared/domain/ports/simulate-change.ts";
import { type Collision, findCollisions } from "@berth/shared/domain/remedies/collisions.ts";
import type { FolkloreFinding } from "@berth/shared/domain/remedies/folklore.ts";
import type { SettingChange } from "@berth/shared/domain/remedies/remedy.ts";
import { knownConfiguration, settingsOfChanges } from "@berth/shared/domain/remedies/settings-of-changes.ts";
import type { CliWhatIfText } from "@berth/shared/text/cli-what-if.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";
import { folkloreInstead, folkloreReason } from "@berth/shared/text/remedies-folklore.ts";
import type { ProposedChanges } from "./read-changes.ts";
import { verdictSentence } from "./verdict-sentence.ts";
import type { WhatIfFacts } from "./what-if-facts.ts";

/** What `what-if --json` prints for changes, documented in its `--help`: fields may be added, and none changes its meaning. */
export interface WhatIfReport {
  version: 1;
  verdict: { sentence: string };
  namespaceId: string;
  os: OperatingSystem;
  /** `sockets`: to the port; `counts`: within bounds. */
  basis: "sockets" | "counts";
  changes: (Change & { sentence: string })[];
  isGradual: boolean;
  before: ConfigurationReport;
  after: ConfigurationReport;
  /** The tightest first. */
  tuples: SimulatedTuple[];
  otherTuples: number;
  pools: SimulatedPool[];
  collisions: (Collision & { sentence: string })[];
  refused: FolkloreReport[];
  cautions: FolkloreReport[];
  instructions: Instruction[];
}

interface ConfigurationReport {
  range: PortInterval;
  reserved: readonly PortInterval[];
  capacity: number;
}

export type FolkloreReport = FolkloreFinding & { reason: string; instead: string };

export function whatIfReport(facts: WhatIfFacts, proposed: ProposedChanges, language: Language, words: CliWhatIfText): WhatIfReport {
  const { snapshot, namespace, present, listeners } = facts;
  const { changes } = proposed;
  const simulation = facts.simulator(changes)!;
  const collisions = findCollisions({
    snapshot,
    namespace,
    before: present,
    after: simulation.after,
    listeners,
    declared: DEFAULT_POLICY.declared,
  });
  const text = remediesText(language);
  return {
    version: 1,
    verdict: { sentence: verdictSentence({ simulation, collisions, proposed, language, words }) },
    namespaceId: namespace.id,
    os: snapshot.host.os,
    basis: facts.isFromSockets ? "sockets" : "counts",
    changes: changes.map((change) => ({ ...change, sentence: text.change(change) })),
    isGradual: simulation.isGradual,
    before: configuration(simulation.before),
    after: configuration(simulation.after),
    tuples: simulation.tuples,
    otherTuples: namespace.otherTuples.count,
    pools: simulation.pools,
    collisions: collisions.map((collision) => ({ ...collision, sentence: text.collision(collision) })),
    refused: proposed.refused.map((finding) => wordedFolklore(finding, language)),
    cautions: proposed.cautions.map((finding) => wordedFolklore(finding, language)),
    instructions: leavesNoPort(collisions)
      ? []
      : instructionsFor(settingsOf(facts, simulation), { os: snapshot.host.os, isContainer: isContainer(namespace) }),
  };
}

/** Nobody is shown how to take every port away. */
const leavesNoPort = (collisions: readonly Collision[]): boolean =>
  collisions.some((collision) => collision.kind === "small" && collision.capacity === 0);

/** Whoever starts it sets its sysctls. */
export const isContainer = ({ kind }: NamespaceSnapshot): boolean => kind === "container" || kind === "pod";

const configuration = ({ range, reserved }: PortConfiguration): ConfigurationReport => ({
  range,
  reserved,
  capacity: capacityOf(range, reserved),
});

export const wordedFolklore = (finding: FolkloreFinding, language: Language): FolkloreReport => ({
  ...finding,
  reason: folkloreReason(language, finding),
  instead: folkloreInstead(language, finding),
});

function settingsOf({ snapshot, namespace, present }: WhatIfFacts, { changes }: Simulation): SettingChange[] {
  const holder = namespace.tuples[0]?.holders[0]?.process;
  const runtime = namespace.processes.find(({ name }) => name === holder)?.runtime ?? null;
  const programs = changes.flatMap(({ kind }): SettingChange[] =>
    kind === "pool" ? [{ kind: "pooling", runtime }] : kind === "no-port" ? [{ kind: "no-port", runtime }] : [],
  );
  return [...settingsOfChanges(snapshot.host.os, present, changes, knownConfiguration(snapshot, namespace.id)), ...programs];
}
