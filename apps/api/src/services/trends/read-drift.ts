import { type HostSettings, type KnownSetting, settingDrift } from "@berth/shared/domain/fleet/setting-drift.ts";
import type { Stores } from "../../db/stores/stores.ts";
import { ApiProblem } from "../../errors.ts";
import type { Group } from "./read-fleet-trends.ts";

/** The settings that differ among the hosts of a group, or of the fleet, and since when. */
export async function readDrift({ trends, outlook }: Pick<Stores, "trends" | "outlook">, group: Group | null) {
  const groupId = group === null ? 0 : await trends.findGroup(group.label, group.value);
  if (groupId === null)
    throw new ApiProblem("invalid-request", "There is no such group; see errors.", {
      faults: [{ pointer: "/query/group", code: "out-of-bounds", detail: "is no label of any host" }],
    });
  const changes = Map.groupBy(await outlook.settings(groupId), ({ hostPublicId }) => hostPublicId);
  const hosts = [...changes].map(([hostId, rows]): HostSettings => ({ hostId, settings: sinceWhen(rows) }));
  const hostnames = new Map([...changes].map(([hostId, rows]) => [hostId, rows.at(-1)?.hostname ?? ""]));
  const drift = settingDrift(hosts);
  return { hosts: hosts.length, hostnames, drifts: drift.kind === "compared" ? drift.drifts : [] };
}

/** What each setting is now, and when it was first seen to be so without a break. */
function sinceWhen(changes: readonly { sinceMs: number; settings: string }[]): Map<string, KnownSetting> {
  let known = new Map<string, KnownSetting>();
  for (const { sinceMs, settings } of changes) {
    const entries = Object.entries(JSON.parse(settings) as Record<string, string>);
    known = new Map(
      entries.map(([key, value]) => {
        const before = known.get(key);
        return [key, before?.value === value ? before : { value, sinceMs }];
      }),
    );
  }
  return known;
}
