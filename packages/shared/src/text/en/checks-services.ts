import type { SERVICES_CHECKS, SERVICES_RULES } from "../../domain/checklist/catalogue/services.ts";
import type { ChecksGroupText } from "../checks.ts";

export const servicesChecks: ChecksGroupText<(typeof SERVICES_CHECKS)[number], (typeof SERVICES_RULES)[number]> = {
  title: {},
  looksAt: {},
  passed: {},
  rules: {},
};
