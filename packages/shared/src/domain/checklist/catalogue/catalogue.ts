import { CLUSTER_CHECKS, CLUSTER_RULES } from "./cluster.ts";
import { DIAGNOSIS_RULES } from "./diagnosis.ts";
import { ENGINE_RULES } from "./engine.ts";
import { EXHAUSTION_CHECKS, EXHAUSTION_RULES } from "./exhaustion.ts";
import { FIREWALL_CHECKS, FIREWALL_RULES } from "./firewall.ts";
import { HOST_CHECKS, HOST_RULES } from "./host.ts";
import { PORTS_CHECKS, PORTS_RULES } from "./ports.ts";
import { SERVICES_CHECKS, SERVICES_RULES } from "./services.ts";
import { WINDOWS_CHECKS, WINDOWS_RULES } from "./windows.ts";

/** Every check there is, by group. A check's number in the catalogue (`Check.number`) is its order of value. */
export const CHECK_IDS = [
  ...PORTS_CHECKS,
  ...EXHAUSTION_CHECKS,
  ...FIREWALL_CHECKS,
  ...HOST_CHECKS,
  ...CLUSTER_CHECKS,
  ...WINDOWS_CHECKS,
  ...SERVICES_CHECKS,
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/**
 * Every rule that a check can speak by. The text tables hold one sentence for each, so a rule without a sentence does not
 * compile.
 */
export const RULES = [
  ...PORTS_RULES,
  ...EXHAUSTION_RULES,
  ...FIREWALL_RULES,
  ...HOST_RULES,
  ...CLUSTER_RULES,
  ...WINDOWS_RULES,
  ...SERVICES_RULES,
  ...ENGINE_RULES,
  ...DIAGNOSIS_RULES,
] as const;
export type Rule = (typeof RULES)[number];
