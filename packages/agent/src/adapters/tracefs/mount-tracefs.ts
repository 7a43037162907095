import { existsSync, readFileSync } from "node:fs";
import type { RunCommand } from "../../collectors/run-command.ts";

/** Where every distribution mounts it (Documentation/trace/ftrace.rst). */
const STANDARD_PLACE = "/sys/kernel/tracing";
const MOUNT_LIMITS = { timeoutMs: 2_000, maxBytes: 4_096 };

/**
 * The folder of tracefs. Where it is mounted nowhere, root mounts it at its standard place and leaves it there, as systemd
 * does: it costs nothing and others may have come to use it. Throws with the kernel's word as `code` where there is none.
 */
export function tracingFolder(runCommand: RunCommand): string {
  const mounted = mountedPlace();
  if (mounted !== null) return mounted;
  const answer = runCommand("mount", ["-t", "tracefs", "nodev", STANDARD_PLACE], MOUNT_LIMITS);
  const place = mountedPlace();
  if (place !== null) return place;
  const said = "reason" in answer ? answer.hint : answer.stderr.trim().split("\n")[0];
  throw Object.assign(new Error(`tracefs is not mounted and could not be: ${said}`), { code: hasTracefs() ? "EPERM" : "ENODEV" });
}

/**
 * proc(5), mountinfo: the fifth field is the place, the type stands after the dash. A place that another mount lies over,
 * such as a new /sys, stays in the list and is out of reach.
 */
function mountedPlace(): string | null {
  const places = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line.includes(" - tracefs "))
    .map((line) => line.split(" ")[4]!)
    .filter((place) => existsSync(`${place}/instances`));
  return places.find((place) => place === STANDARD_PLACE) ?? places[0] ?? null;
}

const hasTracefs = (): boolean => readFileSync("/proc/filesystems", "utf8").split("\n").includes("nodev\ttracefs");
