import type { Evidence } from "../../domain/checklist/check.ts";
import { flattenOutcome } from "../../domain/checklist/flat-outcome.ts";
import { runChecklist } from "../../domain/checklist/run-checklist.ts";
import type { NamespaceSnapshot, Snapshot } from "../../domain/host/snapshot.ts";
import { buildNamespace, buildSnapshot } from "../build-snapshot.ts";
import { factsOf, minutely } from "../judge.ts";

/** All that the checks say of one snapshot: findings and notes, also those of a state that has not cleared. */
export const evidenceOf = (said: Partial<Snapshot>, earlier: Snapshot[] = []): Evidence[] =>
  runChecklist(factsOf(buildSnapshot(said), earlier)).flatMap(({ outcome, clearing }) =>
    [outcome, ...(clearing ? [clearing] : [])].flatMap((each) => [...flattenOutcome(each).evidence, ...flattenOutcome(each).notes]),
  );

/** A host with this one namespace. */
export const ns = (said: Partial<NamespaceSnapshot>): Partial<Snapshot> => ({ namespaces: [buildNamespace(said)] });

/** What they say when it has been so for half an hour. */
export const lasting = (said: Partial<Snapshot>) =>
  evidenceOf(
    said,
    minutely(30, () => said),
  );
