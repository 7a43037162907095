import type { Evidence } from "../checklist/check.ts";
import type { OperatingSystem } from "../host/operating-system.ts";
import type { Cause } from "./cause.ts";
import type { Signs } from "./signs.ts";

/** Weakest first. A hint is too little to name a cause. */
export const STRENGTHS = ["hint", "likely", "strong", "proof"] as const;
export type Strength = (typeof STRENGTHS)[number];

export const strengthRank = (strength: Strength): number => STRENGTHS.indexOf(strength);

/** What a cause says of itself. `ports` is how many of the host's ports it accounts for. */
export type Weighing =
  | { standing: "possible"; strength: Strength; ports: number; evidence: Evidence[] }
  | { standing: "excluded" | "unknown"; evidence: Evidence[] };

/** Causes that are weighed by themselves; the other two are what remains. */
export type WeighedCause = Exclude<Cause, "not-port-exhaustion" | "unknown">;

/** The law of a cause stands in README.md. */
export interface CauseRule {
  id: WeighedCause;
  platforms: readonly OperatingSystem[];
  /** Causes that are this one's symptoms wherever it is at least likely. */
  explains: readonly WeighedCause[];
  weigh(signs: Signs): Weighing;
}

export const defineCause = (rule: CauseRule): CauseRule => rule;

export const possible = (strength: Strength, ports: number, evidence: Evidence[]): Weighing => ({
  standing: "possible",
  strength,
  ports,
  evidence,
});
export const excluded = (...evidence: Evidence[]): Weighing => ({ standing: "excluded", evidence });
export const undecided = (...evidence: Evidence[]): Weighing => ({ standing: "unknown", evidence });
