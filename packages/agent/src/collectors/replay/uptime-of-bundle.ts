import type { ReplayFile } from "./read-sockets.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** `up 50 days, 2:14`, `up 3 hrs`, `up 12 mins`: uptime(1) of every system that has it. */
const UPTIME = /\bup\s+(?:(\d+)\s+days?,?\s*)?(?:(\d+):(\d\d)|(\d+)\s+h(?:ou)?rs?|(\d+)\s+min)?/;

/** How long the system had run when the files were made: by /proc/uptime, kern.boottime or uptime(1). Null where none tells. */
export function uptimeOfBundle(files: readonly ReplayFile[], sysctls: ReadonlyMap<string, string>, capturedAtMs: number): number | null {
  const textOf = (is: (file: ReplayFile) => boolean) => files.find(is)?.text;
  const seconds = /^\s*(\d+(?:\.\d+)?)\s/.exec(textOf(({ kind }) => kind.kind === "host-file" && kind.path === "/proc/uptime") ?? "")?.[1];
  if (seconds !== undefined) return Math.round(Number(seconds) * 1_000);
  const said = UPTIME.exec(textOf(({ kind }) => kind.kind === "uptime") ?? "");
  if (said?.slice(1).some((part) => part !== undefined)) {
    const [days = 0, hours = 0, minutes = 0, onlyHours = 0, onlyMinutes = 0] = said.slice(1).map((part) => Number(part ?? 0));
    return days * DAY_MS + ((hours + onlyHours) * 60 + minutes + onlyMinutes) * MINUTE_MS;
  }
  const booted = /\bsec = (\d{9,11})\b/.exec(sysctls.get("kern.boottime") ?? "")?.[1];
  const uptimeMs = booted === undefined ? null : capturedAtMs - Number(booted) * 1_000;
  return uptimeMs !== null && uptimeMs >= 0 ? uptimeMs : null;
}
