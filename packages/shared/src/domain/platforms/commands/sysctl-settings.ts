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

/** One word for a POSIX shell, whatever is in it. */
export const shellWord = (text: string): string => (/^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
