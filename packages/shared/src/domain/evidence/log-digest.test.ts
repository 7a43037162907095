import { describe, expect, test } from "vitest";
import { LogDigest } from "./log-digest.ts";
import { timeOfLine } from "./log-time.ts";

const NOW_MS = Date.UTC(2026, 10, 24, 12);
const clock = { nowMs: NOW_MS, offsetMinutes: 60 };

describe("the time of a line", () => {
  test.each([
    ["2026-11-24T11:18:13.250Z web-1 app: x", Date.UTC(2026, 10, 24, 11, 18, 13, 250)],
    ["2026-11-24 11:18:13,250+02:00 ERROR", Date.UTC(2026, 10, 24, 9, 18, 13, 250)],
    ["2026/11/24 11:18:13 [crit] 1#1", Date.UTC(2026, 10, 24, 10, 18, 13)],
    ["10.0.0.9 - - [24/Nov/2026:11:18:13 +0000] x", Date.UTC(2026, 10, 24, 11, 18, 13)],
    ["Nov 24 11:18:13 web-1 nginx[8]: x", Date.UTC(2026, 10, 24, 10, 18, 13)],
    ["Dec 31 11:18:13 web-1 nginx[8]: x", Date.UTC(2025, 11, 31, 10, 18, 13)],
    ["2026-02-31T11:18:13Z x", null],
    ["nothing", null],
  ])("%s", (line, atMs) => {
    expect(timeOfLine(line, clock)).toBe(atMs);
  });

  test("without a zone it is known only where the log's is", () => {
    expect(timeOfLine("2026/11/24 11:18:13 x", { nowMs: NOW_MS, offsetMinutes: null })).toBeNull();
    expect(timeOfLine("2026-11-24T11:18:13Z x", { nowMs: null, offsetMinutes: null })).not.toBeNull();
  });
});

describe("a digest", () => {
  const text = [
    "Nov 24 11:18:13 web-1 nginx[8]: connect() to 10.0.0.5:80 failed (99: Cannot assign requested address)",
    "Nov 24 11:18:20 web-1 nginx[8]: connect() to 10.0.0.5:80 failed (99: Cannot assign requested address) token=abc",
    "Nov 24 11:18:21 web-1 nginx[8]: connect() to 10.0.0.6:80 failed (99: Cannot assign requested address)",
    "Nov 24 11:18:22 web-1 sshd[9]: Accepted publickey for root",
  ].join("\r\n");

  test("lines that say the same of the same are one", () => {
    const digest = new LogDigest();
    digest.addText(text, "error.log", clock);
    expect(digest.list(0)).toEqual([
      {
        signature: "connect-address-unavailable",
        firstMs: Date.UTC(2026, 10, 24, 10, 18, 13),
        lastMs: Date.UTC(2026, 10, 24, 10, 18, 20),
        count: 2,
        quote: "Nov 24 11:18:20 web-1 nginx[8]: connect() to 10.0.0.5:80 failed (99: Cannot assign requested address) token=[…]",
        source: "error.log",
        process: "nginx",
        port: null,
        destination: "10.0.0.5:80",
      },
      expect.objectContaining({ count: 1, destination: "10.0.0.6:80" }),
    ]);
  });

  test("what is too old is forgotten, and a flood stays within the wire's limit", () => {
    const digest = new LogDigest();
    digest.addText(text, "error.log", clock);
    expect(digest.list(Date.UTC(2026, 10, 24, 10, 18, 21))).toHaveLength(1);
    for (let port = 1; port <= 200; port++)
      digest.add(`bind() to 0.0.0.0:${port} failed (98: x)`, { source: "a", process: null, atMs: port });
    expect(digest.list(0)).toHaveLength(50);
    expect(digest.list(0).at(-1)!.port).toBe(200);
  });
});
