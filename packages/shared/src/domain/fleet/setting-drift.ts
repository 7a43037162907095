/** A setting as one host has it. */
export interface KnownSetting {
  value: string;
  /** When it was first seen to be so. */
  sinceMs: number;
}

/** What is known of one host of a group, by setting key; a setting that was not read is not there. */
export interface HostSettings {
  hostId: string;
  settings: ReadonlyMap<string, KnownSetting>;
}

export interface DriftingHost extends KnownSetting {
  hostId: string;
}

/** A setting that is not the same on all hosts that know it. */
export interface SettingDrift {
  key: string;
  /** The value of more than half of the hosts that know it; null where there is none, as at 2 and 2. */
  majority: { value: string; hosts: number } | null;
  /** Hosts with another value, by value and id; all that know it where there is no majority. */
  differing: DriftingHost[];
  /** Hosts of which it is not known. They do not differ. */
  unknownHosts: number;
}

/** The settings on which hosts differ, those with the most such hosts first; too few hosts have no custom to differ from. */
export type GroupDrift = { kind: "compared"; hosts: number; drifts: SettingDrift[] } | { kind: "unknown"; reason: "too-few-hosts" };

const LEAST_GROUP_HOSTS = 3;

/**
 * Compares the settings of a group's hosts, key by key, as they are written: whoever fills the maps writes a value in one way.
 *
 * @public
 */
export function settingDrift(hosts: readonly HostSettings[]): GroupDrift {
  if (hosts.length < LEAST_GROUP_HOSTS) return { kind: "unknown", reason: "too-few-hosts" };
  const keys = new Set(hosts.flatMap(({ settings }) => [...settings.keys()]));
  const drifts = [...keys].flatMap((key) => driftOf(key, hosts) ?? []);
  drifts.sort((a, b) => b.differing.length - a.differing.length || inOrder(a.key, b.key));
  return { kind: "compared", hosts: hosts.length, drifts };
}

function driftOf(key: string, hosts: readonly HostSettings[]): SettingDrift | null {
  const known: DriftingHost[] = [];
  const counts = new Map<string, number>();
  for (const { hostId, settings } of hosts) {
    const setting = settings.get(key);
    if (!setting) continue;
    known.push({ hostId, ...setting });
    counts.set(setting.value, (counts.get(setting.value) ?? 0) + 1);
  }
  if (counts.size < 2) return null;
  const found = [...counts].find(([, count]) => 2 * count > known.length);
  const majority = found ? { value: found[0], hosts: found[1] } : null;
  const differing = known
    .filter(({ value }) => value !== majority?.value)
    .sort((a, b) => inOrder(a.value, b.value) || inOrder(a.hostId, b.hostId));
  return { key, majority, differing, unknownHosts: hosts.length - known.length };
}

/** By code unit: the same in every language. */
const inOrder = (a: string, b: string): number => Number(a > b) - Number(a < b);
