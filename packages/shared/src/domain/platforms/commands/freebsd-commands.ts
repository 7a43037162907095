import type { SettingChange } from "../../remedies/remedy.ts";
import type { Instruction } from "./instruction.ts";
import { sysctlsOf, undone } from "./sysctl-settings.ts";

export function freebsdInstructions(settings: readonly SettingChange[]): Instruction[] {
  const sysctls = sysctlsOf(settings);
  if (sysctls.length === 0) return [];
  const back = undone(sysctls);
  const all = (write: (setting: { key: string; value: string }) => string, of: typeof sysctls) => of.map(write).join("\n");
  return [
    { tool: "sysctl", target: null, apply: all(now, sysctls), undo: back && all(now, back) },
    { tool: "sysctl.conf", target: "/etc/sysctl.conf", apply: all(kept, sysctls), undo: back && all(kept, back) },
  ];
}

const now = ({ key, value }: { key: string; value: string }): string => `sysctl ${key}=${value}`;
const kept = ({ key, value }: { key: string; value: string }): string => `sysrc -f /etc/sysctl.conf ${key}=${value}`;
