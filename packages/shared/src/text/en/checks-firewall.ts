import type { FIREWALL_CHECKS, FIREWALL_RULES } from "../../domain/checklist/catalogue/firewall.ts";
import type { ChecksGroupText } from "../checks.ts";

export const firewallChecks: ChecksGroupText<(typeof FIREWALL_CHECKS)[number], (typeof FIREWALL_RULES)[number]> = {
  title: {},
  looksAt: {},
  passed: {},
  rules: {},
};
