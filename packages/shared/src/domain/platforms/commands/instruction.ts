import type { OperatingSystem } from "../../host/operating-system.ts";
import type { SettingChange } from "../../remedies/remedy.ts";
import { bindWithoutPortSnippets } from "./bind-without-port.ts";
import { darwinInstructions } from "./darwin-commands.ts";
import { freebsdInstructions } from "./freebsd-commands.ts";
import { kubernetesInstructions } from "./kubernetes-commands.ts";
import { ansibleInstructions, linuxInstructions } from "./linux-commands.ts";
import { poolingSnippets } from "./pooling-snippets.ts";
import { windowsInstructions } from "./windows-commands.ts";

export const TOOLS = [
  "sysctl",
  "sysctl.d",
  "ansible",
  "kubernetes-pod",
  "kubernetes-init",
  "netsh",
  "powershell",
  "registry",
  "launchd",
  "sysctl.conf",
  "systemd",
  "code",
] as const;
export type Tool = (typeof TOOLS)[number];

/** One way to make a change, ready to be copied, and the way back. */
export interface Instruction {
  tool: Tool;
  /** What the text belongs to: a file's path, a runtime; null for commands to type. */
  target: string | null;
  apply: string;
  /** Writes the present values back; null where nobody knows them, or code is simply taken out again. */
  undo: string | null;
}

/** Where commands are to run. */
export interface CommandPlace {
  os: OperatingSystem;
  /** In a container or pod the settings are its own, and are set by whoever starts it. */
  isContainer: boolean;
}

/** Every way to make these changes that fits the place; the one to try first stands first. */
export function instructionsFor(settings: readonly SettingChange[], { os, isContainer }: CommandPlace): Instruction[] {
  const code = settings.flatMap((setting) => {
    if (setting.kind === "pooling") return poolingSnippets(setting.runtime);
    return setting.kind === "no-port" ? bindWithoutPortSnippets(setting.runtime) : [];
  });
  if (settings.every(({ kind }) => kind === "pooling" || kind === "no-port")) return code;
  switch (os) {
    case "linux": {
      const [host, pods] = [[...linuxInstructions(settings), ...ansibleInstructions(settings)], kubernetesInstructions(settings)];
      return [...code, ...(isContainer ? [...pods, ...host] : [...host, ...pods])];
    }
    case "windows":
      return [...code, ...windowsInstructions(settings)];
    case "darwin":
      return [...code, ...darwinInstructions(settings)];
    case "freebsd":
      return [...code, ...freebsdInstructions(settings), ...ansibleInstructions(settings)];
  }
}
