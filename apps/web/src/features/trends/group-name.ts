import type { FleetGroups } from "@berth/shared/contract/trends.ts";

type Group = FleetGroups["data"][number];

/** `zone:eu-1`, as the address says it. */
export const groupName = ({ label, value }: Pick<Group, "label" | "value">): string => `${label}:${value}`;

/** By label, in the order in which they come. */
export function byLabel(groups: readonly Group[]): { label: string; groups: Group[] }[] {
  return [...Map.groupBy(groups, ({ label }) => label)].map(([label, ofLabel]) => ({ label, groups: ofLabel }));
}
