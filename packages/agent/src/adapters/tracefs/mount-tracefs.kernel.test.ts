import { spawnSync } from "node:child_process";
import process from "node:process";
import { describe, expect, test } from "vitest";

const MODULES = new URL("../", import.meta.url).href;

/** Prints the folder, from a mount namespace of its own. */
const ASK = `
  const { tracingFolder } = await import("${MODULES}tracefs/mount-tracefs.ts");
  const { runCommand } = await import("${MODULES}commands.ts");
  const { existsSync } = await import("node:fs");
  const folder = tracingFolder(runCommand);
  console.log(folder, existsSync(folder + "/instances"));
`;
const inNewMounts = (prepare: string) =>
  spawnSync("unshare", ["--mount", "--net", "sh", "-c", `${prepare} && exec "$0" --input-type=module -e "$1"`, process.execPath, ASK], {
    encoding: "utf8",
  });

const missing = (): string | null => {
  if (process.getuid?.() !== 0) return "needs root";
  const { status, stderr } = inNewMounts("mount -t sysfs sysfs /sys && mount -t tracefs nodev /sys/kernel/tracing");
  return status === 0 ? null : `mounts of its own are refused: ${stderr.slice(0, 200)}`;
};

describe("the folder of tracefs", () => {
  test("is mounted anew where a new /sys lies over the old one", (ctx) => {
    const reason = missing();
    if (reason !== null) return ctx.skip(reason);
    const { stdout, stderr } = inNewMounts("mount -t sysfs sysfs /sys");
    expect(stdout, stderr).toBe("/sys/kernel/tracing true\n");
  });
});
