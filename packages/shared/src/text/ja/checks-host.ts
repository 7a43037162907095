import type { HOST_CHECKS, HOST_RULES } from "../../domain/checklist/catalogue/host.ts";
import type { ChecksGroupText } from "../checks.ts";

export const hostChecks: ChecksGroupText<(typeof HOST_CHECKS)[number], (typeof HOST_RULES)[number]> = {
  title: {},
  looksAt: {},
  passed: {},
  rules: {},
};
