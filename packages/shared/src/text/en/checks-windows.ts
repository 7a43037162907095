import type { WINDOWS_CHECKS, WINDOWS_RULES } from "../../domain/checklist/catalogue/windows.ts";
import type { ChecksGroupText } from "../checks.ts";

export const windowsChecks: ChecksGroupText<(typeof WINDOWS_CHECKS)[number], (typeof WINDOWS_RULES)[number]> = {
  title: {},
  looksAt: {},
  passed: {},
  rules: {},
};
