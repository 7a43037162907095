import { existsSync, readFileSync } from "node:fs";
import { type CommandOutcome, runCommand } from "./run-command.ts";

interface Tool {
  /** Debian's name. */
  package: string;
  isHere(): Promise<boolean>;
}

const TOOLS: Tool[] = [
  { package: "chromium", isHere: () => isOnPath("chromium") },
  { package: "fonts-noto-cjk", isHere: async () => existsSync("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc") },
  { package: "iproute2", isHere: () => isOnPath("ip") },
];

/** On Debian as root, installs what the browser and kernel tests need; elsewhere those tests say what they miss. */
export async function bringTools(print: (text: string) => void): Promise<void> {
  const here = await Promise.all(TOOLS.map((tool) => tool.isHere()));
  const missing = TOOLS.filter((_, index) => !here[index]).map((tool) => tool.package);
  if (missing.length === 0) return;
  if (!isRootOnDebian()) return print(`not here, and not installed because this is not root on Debian: ${missing.join(", ")}\n`);
  print(`installing ${missing.join(", ")} with apt-get\n`);
  await aptGet(["update", "-qq"]);
  // One by one: a package that is not to be had must not keep the others away.
  for (const tool of missing) {
    const { isSuccess, output } = await aptGet(["install", "--yes", "-qq", "--no-install-recommends", tool]);
    if (!isSuccess) print(`apt-get could not install ${tool}; the tests that need it will say so:\n${output}\n`);
  }
}

function aptGet(args: readonly string[]): Promise<CommandOutcome> {
  return runCommand("apt-get", args, { cwd: "/", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, timeoutMs: 300_000 });
}

async function isOnPath(command: string): Promise<boolean> {
  return (await runCommand("sh", ["-c", `command -v ${command}`], { cwd: "/", timeoutMs: 10_000 })).isSuccess;
}

function isRootOnDebian(): boolean {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return process.getuid?.() === 0 && /^ID="?debian"?$/m.test(release);
}
