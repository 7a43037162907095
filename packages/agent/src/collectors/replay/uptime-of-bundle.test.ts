import { describe, expect, it } from "vitest";
import type { ReplayFile } from "./read-sockets.ts";
import { uptimeOfBundle } from "./uptime-of-bundle.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 24);
const file = (kind: ReplayFile["kind"], text: string): ReplayFile => ({ name: "", kind, text });
const uptime = (text: string) => uptimeOfBundle([file({ kind: "uptime" }, text)], new Map(), NOW_MS);

describe("the uptime of a bundle's host", () => {
  it.each([
    ["11:00  up 50 days,  2:14, 3 users, load averages: 1.20 1.31 1.45", 50 * DAY_MS + (2 * 60 + 14) * 60_000],
    [" 11:00:01 up 1 day, 12 min,  1 user,  load average: 0.00", DAY_MS + 12 * 60_000],
    ["11:00AM  up 3 hrs, 2 users, load averages: 0.2", 3 * 3_600_000],
    ["11:00 up 7:05, 1 user", (7 * 60 + 5) * 60_000],
    ["nothing of the kind", null],
  ])("is read from %j", (text, expected) => {
    expect(uptime(text)).toBe(expected);
  });

  it("comes from /proc/uptime or the time of the start, where those are there", () => {
    expect(uptimeOfBundle([file({ kind: "host-file", path: "/proc/uptime" }, "4320000.51 100.0\n")], new Map(), NOW_MS)).toBe(
      4_320_000_510,
    );
    const boottime = (sec: number) => uptimeOfBundle([], new Map([["kern.boottime", `{ sec = ${sec}, usec = 3 } Fri`]]), NOW_MS);
    expect(boottime(NOW_MS / 1_000 - 93 * 86_400)).toBe(93 * DAY_MS);
    expect(boottime(NOW_MS / 1_000 + 60)).toBeNull();
  });
});
