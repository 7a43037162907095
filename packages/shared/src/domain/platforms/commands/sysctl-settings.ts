import type { SettingChange } from "../../remedies/remedy.ts";

type SysctlChange = Extract<SettingChange, { kind: "sysctl" }>;

export const sysctlsOf = (settings: readonly SettingChange[]): SysctlChange[] => settings.filter((setting) => setting.kind === "sysctl");

/** The same settings with their present values, last first; null where one of them is not known. */
export function undone(settings: readonly SysctlChange[]): SysctlChange[] | null {
  const back = settings
    .toReversed()
    .map(({ key, value, present }) => ({ kind: "sysctl" as const, key, value: present ?? "", present: value }));
  return settings.some(({ present }) => present === null) ? null : back;
}

/** Some list is added to one that only a shell on the host can read. */
export const needsShell = (settings: readonly SysctlChange[]): boolean => settings.some((setting) => setting.extends);

/** What a shell does first, so that it can complete the settings of `inShell`. */
export const readFirst = (settings: readonly SysctlChange[]): string[] =>
  settings.filter((setting) => setting.extends).map(({ key }) => `old=$(sysctl -n ${key})`);

/**
 * The settings as such a shell completes them between double quotes. `${old?}` of the way back fails in a shell that has not
 * read the list, where an empty one would clear it.
 */
export const inShell = (settings: readonly SysctlChange[]): SysctlChange[] =>
  settings.map((setting) => (setting.extends ? { ...setting, value: `\${old:+$old,}${setting.value}`, present: `\${old?}` } : setting));

/** One word for a POSIX shell, whatever is in it. */
export const shellWord = (text: string): string => (/^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
