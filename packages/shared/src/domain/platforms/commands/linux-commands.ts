import type { SettingChange } from "../../remedies/remedy.ts";
import type { Instruction } from "./instruction.ts";
import { inShell, needsShell, readFirst, shellWord, sysctlsOf, undone } from "./sysctl-settings.ts";

const FILE = "/etc/sysctl.d/90-ephemeral-ports.conf";

export function linuxInstructions(settings: readonly SettingChange[]): Instruction[] {
  return [...runtime(settings), ...persistent(settings), ...settings.flatMap(removal), ...settings.flatMap(descriptors)];
}

const write = ({ key, value }: { key: string; value: string }): string => `sysctl -w ${key}="${value}"`;

/** At once, and gone at the next start. */
function runtime(settings: readonly SettingChange[]): Instruction[] {
  const sysctls = sysctlsOf(settings);
  if (sysctls.length === 0) return [];
  const complete = inShell(sysctls);
  const apply = lines([...readFirst(sysctls), ...complete.map(write)]);
  return [{ tool: "sysctl", target: null, apply, undo: undone(complete)?.map(write).join("\n") ?? null }];
}

function persistent(settings: readonly SettingChange[]): Instruction[] {
  const sysctls = sysctlsOf(settings);
  if (sysctls.length === 0) return [];
  const complete = inShell(sysctls);
  const back = undone(complete);
  const undo = back && lines([`rm ${FILE}`, ...back.map(write)]);
  const assigned = complete.map(({ key, value }) => `${key} = ${value}`);
  if (!needsShell(sysctls)) return [{ tool: "sysctl.d", target: FILE, apply: lines(assigned), undo }];
  const print = `printf '%s\\n' ${assigned.map((line) => `"${line}"`).join(" ")} > ${FILE}`;
  return [{ tool: "sysctl.d", target: null, apply: lines([...readFirst(sysctls), print]), undo }];
}

/** Takes a line out of the file it stands in, and puts it back at its end. */
function removal(setting: SettingChange): Instruction[] {
  if (setting.kind !== "remove-setting" || setting.file === null) return [];
  const file = shellWord(setting.file);
  const pattern = setting.key.replaceAll("/", ".").replaceAll(".", "[./]");
  const apply = lines([`sed -i.before -E ${shellWord(`\\|^[[:space:]]*-?${pattern}[[:space:]]*=|d`)} ${file}`, "sysctl --system"]);
  return [{ tool: "sysctl", target: setting.file, apply, undo: `mv ${shellWord(`${setting.file}.before`)} ${file}` }];
}

function descriptors(setting: SettingChange): Instruction[] {
  if (setting.kind !== "descriptors") return [];
  const unit = setting.unit ?? "your-service.service";
  const file = `/etc/systemd/system/${unit}.d/descriptors.conf`;
  const restart = [`systemctl daemon-reload`, `systemctl restart ${shellWord(unit)}`];
  return [
    {
      tool: "systemd",
      target: file,
      apply: lines(["[Service]", `LimitNOFILE=${setting.limit}`]),
      undo: lines([`rm ${shellWord(file)}`, ...restart]),
    },
  ];
}

/** ansible.posix.sysctl writes the file and the running value. */
export function ansibleInstructions(settings: readonly SettingChange[]): Instruction[] {
  const sysctls = sysctlsOf(settings);
  if (sysctls.length === 0 || needsShell(sysctls)) return [];
  const tasks = (changes: typeof sysctls) =>
    changes
      .map(({ key, value }) => lines([`- ansible.posix.sysctl:`, `    name: ${key}`, `    value: "${value}"`, `    sysctl_set: true`]))
      .join("\n");
  const back = undone(sysctls);
  return [{ tool: "ansible", target: null, apply: tasks(sysctls), undo: back && tasks(back) }];
}

const lines = (all: readonly string[]): string => all.join("\n");
