import type { SettingChange } from "../../remedies/remedy.ts";
import type { Instruction } from "./instruction.ts";
import { sysctlsOf, undone } from "./sysctl-settings.ts";

const LABEL = "dev.berth.ephemeral-ports";
const FILE = `/Library/LaunchDaemons/${LABEL}.plist`;

/** /etc/sysctl.conf is not reliably read by recent releases: a LaunchDaemon sets the value at each start. */
export function darwinInstructions(settings: readonly SettingChange[]): Instruction[] {
  const sysctls = sysctlsOf(settings);
  if (sysctls.length === 0) return [];
  const back = undone(sysctls)?.map(write) ?? null;
  return [
    { tool: "sysctl", target: null, apply: sysctls.map(write).join("\n"), undo: back?.join("\n") ?? null },
    {
      tool: "launchd",
      target: FILE,
      apply: plist(sysctls.map(({ key, value }) => `${key}=${value}`)),
      undo: [`sudo launchctl bootout system ${FILE}`, `sudo rm ${FILE}`, ...(back ?? [])].join("\n"),
    },
  ];
}

const write = ({ key, value }: { key: string; value: string }): string => `sudo sysctl -w ${key}=${value}`;

/** Owned by root:wheel, mode 644; loaded with `sudo launchctl bootstrap system FILE`. */
const plist = (assignments: readonly string[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0"><dict>',
    `  <key>Label</key><string>${LABEL}</string>`,
    "  <key>ProgramArguments</key><array>",
    ...["/usr/sbin/sysctl", ...assignments].map((argument) => `    <string>${argument}</string>`),
    "  </array>",
    "  <key>RunAtLoad</key><true/>",
    "</dict></plist>",
  ].join("\n");
