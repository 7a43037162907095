import { describe, expect, it } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import { openFilesLimit, parseProcessStat, readProcessIdentity } from "./process-identity.ts";
import { runtimeOf } from "./process-runtime.ts";

const stat = (comm: string) => `11301 (${comm}) R 11299 11299 3767 0 -1 4194560 2760 0 0 0 8 2 0 0 20 0 11 0 735190 1100 22 4`;
const LIMITS =
  "Limit                     Soft Limit           Hard Limit           Units     \nMax open files            20000                30000                files     \n";

describe("who a process is", () => {
  it.each([["node-MainThread"], ["a) R (b"], ["kworker/0:1"], [""]])("reads the status of %j", (comm) => {
    expect(parseProcessStat(stat(comm))).toEqual({ comm, startTicks: 735_190 });
  });

  it.each([
    ["cut off", "11301 (node) R 1 2"],
    ["empty", ""],
    ["no name", stat("x").replace(/[()]/g, "")],
  ])("refuses a status that is %s", (_, text) => {
    expect(() => parseProcessStat(text)).toThrow("status");
  });

  it("reads the soft limit of open files", () => {
    expect(openFilesLimit(LIMITS)).toBe(20_000);
    expect(openFilesLimit(LIMITS.replace("20000", "unlimited"))).toBeNull();
    expect(openFilesLimit("")).toBeNull();
  });

  it("tells name, unit, runtime and limit", () => {
    const files = fakeHostFiles({
      links: { "/proc/7/exe": "/usr/bin/python3.11 (deleted)" },
      texts: { "/proc/7/cgroup": "0::/system.slice/orders.service\n", "/proc/7/limits": LIMITS },
    });
    expect(readProcessIdentity(files, 7, { comm: "gunicorn", startTicks: 1 })).toEqual({
      pid: 7,
      startTicks: 1,
      name: "gunicorn",
      unit: "orders.service",
      runtime: "python",
      descriptorLimit: 20_000,
    });
  });

  it("keeps what may be read, and lets no name steer a terminal", () => {
    expect(readProcessIdentity(fakeHostFiles({}), 7, { comm: "\u001b[2Jx\n", startTicks: 1 })).toEqual({
      pid: 7,
      startTicks: 1,
      name: "\ufffd[2Jx\ufffd",
      unit: null,
      runtime: null,
      descriptorLimit: null,
    });
    expect(readProcessIdentity(fakeHostFiles({}), 7, { comm: " ", startTicks: 1 }).name).toBe("?");
  });

  it("names a program, not its first thread", () => {
    const files = fakeHostFiles({ links: { "/proc/7/exe": "/opt/node/bin/node" } });
    expect(readProcessIdentity(files, 7, { comm: "node-MainThread", startTicks: 1 }).name).toBe("node");
  });

  it.each([
    ["python3.11", "gunicorn", "python"],
    ["php-fpm8.2", "php-fpm8.2", "php-fpm"],
    ["java", "java", "java"],
    ["", "nginx", "nginx"],
    ["orders", "orders", null],
    ["nodejsish", "pythonista", null],
  ])("guesses the runtime of %s (%s)", (executable, name, runtime) => {
    expect(runtimeOf(executable, name)).toBe(runtime);
  });
});
