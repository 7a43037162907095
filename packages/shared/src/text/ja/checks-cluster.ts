import type { CLUSTER_CHECKS, CLUSTER_RULES } from "../../domain/checklist/catalogue/cluster.ts";
import type { ChecksGroupText } from "../checks.ts";

export const clusterChecks: ChecksGroupText<(typeof CLUSTER_CHECKS)[number], (typeof CLUSTER_RULES)[number]> = {
  title: {},
  looksAt: {},
  passed: {},
  rules: {},
};
