import type { Condition, ConditionId, RemedyContext } from "./remedy.ts";

/** Conditions that tell more than they forbid: one that is not known leaves a remedy recommended. */
export const INFORMATIVE: readonly ConditionId[] = ["process-known", "port-known", "not-kube-proxy"];

type Figures = Condition["figures"];

/** `isMet` is null where it could not be found out. */
export const condition = (id: ConditionId, isMet: boolean | null, figures: Figures = {}): Condition => ({
  id,
  state: isMet === null ? "unknown" : isMet ? "met" : "unmet",
  figures,
});

/** Who must change something; a name that is not known keeps nobody from doing it, and the reason says how to get it. */
export const processKnown = ({ process, unknownWhy }: RemedyContext["culprit"]): Condition =>
  condition("process-known", process === null ? null : true, process === null ? { why: unknownWhy } : { process });
