import { describe, expect, test } from "vitest";
import { fakeHostFiles } from "../../testing/fake-host-files.ts";
import type { HearCommand } from "../run-command.ts";
import { HostLogs, type LogPorts } from "./host-logs.ts";
import { parseJournal } from "./journal.ts";

const NOW_MS = Date.UTC(2026, 10, 24, 12);
const JOURNAL = fakeHostFiles({ folders: { "/var/log/journal": ["4f"], "/var/log/journal/4f": ["system.journal"] } });
const entry = (cursor: string, message: unknown, agoMs = 60_000, more: object = { SYSLOG_IDENTIFIER: "nginx" }) =>
  JSON.stringify({ __CURSOR: cursor, __REALTIME_TIMESTAMP: String((NOW_MS - agoMs) * 1_000), MESSAGE: message, ...more });
const LINE = "connect() to 10.0.0.5:80 failed (99: Cannot assign requested address)";

type Heard = Awaited<ReturnType<HearCommand>>;
const said = (stdout: string, more: object = {}): Heard => ({ stdout, stderr: "", exitCode: 0, cut: null, ...more });

function logsOn(answers: Heard[], ports: Partial<LogPorts> = {}) {
  const asked: (readonly string[])[] = [];
  const hearCommand: HearCommand = async (_file, args) => {
    asked.push(args);
    return answers[asked.length - 1] ?? said("");
  };
  const clock = { nowMs: NOW_MS };
  const logs = new HostLogs({ files: JOURNAL, nowMs: () => clock.nowMs, hearCommand, ...ports });
  return { logs, asked, clock };
}

describe("the journal", () => {
  test("what it says of ports is evidence, with process and time; newest last", async () => {
    const { logs, asked } = logsOn([said([entry("b", LINE), entry("a", "bind() to 0.0.0.0:80 failed (98: x)", 90_000)].join("\n"))]);
    await logs.read([]);
    expect(logs.take()).toMatchObject({
      logs: [
        { signature: "bind-address-in-use", port: 80 },
        { signature: "connect-address-unavailable", source: "journal", process: "nginx", lastMs: NOW_MS - 60_000 },
      ],
      gaps: [],
    });
    expect(asked[0]).toContain(`--since=@${NOW_MS / 1_000 - 86_400}`);
  });

  test("a journal without such a line is looked at, and there is none", async () => {
    const { logs } = logsOn([said("", { exitCode: 1 })]);
    await logs.read([]);
    expect(logs.take()).toEqual({ logs: [], gaps: [] });
  });

  test("before anybody read it nothing is known", () => {
    expect(logsOn([]).logs.take()).toEqual({ logs: undefined, gaps: [] });
  });

  test.each<[string, Heard, string, boolean]>([
    ["is not installed", { reason: "absent", hint: "journalctl is not installed" }, "absent", false],
    ["may not be read", said("", { stderr: "Hint: You are currently not seeing messages from other users" }), "denied", false],
    ["is broken", said("", { stderr: "Failed to open: Bad message", exitCode: 1 }), "unsupported", false],
    ["takes too long: what came counts", said(entry("a", LINE), { exitCode: null, cut: "timeout" }), "timeout", true],
    ["is too long: what came counts", said(`${entry("a", LINE)}\n{"MESS`, { exitCode: null, cut: "truncated" }), "truncated", true],
  ])("that %s is a gap", async (_, answer, reason, isRead) => {
    const { logs } = logsOn([answer]);
    await logs.read([]);
    const taken = logs.take();
    expect(taken.gaps).toMatchObject([{ part: "logs", reason }]);
    expect(taken.logs?.length).toBe(isRead ? 1 : undefined);
  });

  test("a host without one has a gap, and journalctl is not run", async () => {
    const { logs, asked } = logsOn([], { files: fakeHostFiles({ folders: { "/var/log/journal": ["4f"], "/var/log/journal/4f": [] } }) });
    await logs.read([]);
    expect(logs.take()).toMatchObject({ logs: undefined, gaps: [{ part: "logs", reason: "absent" }] });
    expect(asked).toEqual([]);
  });

  test("a journalctl without pattern matching is asked for every line", async () => {
    const { logs, asked } = logsOn([
      said("", { stderr: "Compiled without pattern matching support", exitCode: 1 }),
      said(entry("a", LINE)),
    ]);
    await logs.read([]);
    expect(asked.map((args) => args.some((arg) => arg.startsWith("--grep")))).toEqual([true, false]);
    expect(logs.take().logs).toHaveLength(1);
  });

  test("it is followed at most once a minute, and no line counts twice", async () => {
    const { logs, asked, clock } = logsOn([said(entry("a", LINE)), said([entry("b", LINE, 0), entry("a", LINE)].join("\n"))]);
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    for (let second = 0; second < 100; second += 10) {
      clock.nowMs = NOW_MS + second * 1_000;
      logs.refresh();
      await settled();
    }
    expect(asked).toHaveLength(2);
    expect(logs.take().logs).toMatchObject([{ count: 2 }]);
  });

  test("a day that was not heard whole stays a gap, until what is missing is a day old", async () => {
    const { logs, clock } = logsOn([said(entry("a", LINE), { exitCode: null, cut: "timeout" })]);
    await logs.read([]);
    clock.nowMs += 60_000;
    await logs.read([]);
    expect(logs.take().gaps).toMatchObject([{ reason: "timeout" }]);
    clock.nowMs += 86_400_000;
    await logs.read([]);
    expect(logs.take().gaps).toEqual([]);
  });

  test("one that never answered is asked for the whole day again", async () => {
    const { logs, asked, clock } = logsOn([said("", { stderr: "Failed to open: Bad message", exitCode: 1 })]);
    await logs.read([]);
    clock.nowMs += 600_000;
    await logs.read([]);
    expect(asked[1]).toContain(`--since=@${clock.nowMs / 1_000 - 86_400}`);
  });

  test("bytes that are no UTF-8 come as an array; what the agent says is not evidence; the rest is left out", () => {
    const bytes = [...new TextEncoder().encode("EADDRNOTAVAIL"), 0xff];
    const lines = [
      entry("a", bytes),
      entry("b", LINE, 0, { SYSLOG_IDENTIFIER: "berth-agent" }),
      entry("c", null),
      "[]",
      "",
      "{",
      entry("d", LINE, 0, { _COMM: "x" }),
    ];
    expect(parseJournal(lines.join("\n"))).toMatchObject([
      { cursor: "a", text: "EADDRNOTAVAIL\ufffd" },
      { cursor: "d", process: "x" },
    ]);
  });
});

describe("files that a person names", () => {
  const files: Record<string, { bytes: Uint8Array; isCut: boolean }> = {
    "app.log": { bytes: new TextEncoder().encode(`2026-11-24T11:59:00Z ${LINE}\n`), isCut: false },
    "long.log": {
      bytes: new TextEncoder().encode(`half a line EADDRNOTAVAIL\n2026-11-24T11:58:00Z ${LINE.replace("0.5", "0.6")}\n`),
      isCut: true,
    },
    "windows.txt": {
      bytes: new Uint8Array([
        0xff,
        0xfe,
        ...new Uint8Array(new Uint16Array([..."Tcpip, Event ID 4231"].map((c) => c.charCodeAt(0))).buffer),
      ]),
      isCut: false,
    },
  };
  const readTail: LogPorts["readTail"] = (file) => {
    const found = files[file];
    if (!found) throw Object.assign(new Error(`ENOENT: ${file}`), { code: "ENOENT" });
    return found;
  };

  test("are read in UTF-8 and UTF-16, a long one from its first whole line", async () => {
    const { logs } = logsOn([], { readTail });
    await logs.read(["app.log", "long.log", "windows.txt"]);
    const { logs: found, gaps } = logs.take();
    expect(found).toMatchObject([{ signature: "windows-4231" }, { source: "long.log", count: 1 }, { source: "app.log" }]);
    expect(gaps).toMatchObject([{ part: "logs", reason: "truncated" }]);
  });

  test("one that cannot be read is a gap, and the others stand", async () => {
    const { logs } = logsOn([], { readTail });
    await logs.read(["nope.log", "app.log"]);
    expect(logs.take()).toMatchObject({
      logs: [{ source: "app.log" }],
      gaps: [{ reason: "absent", hint: expect.stringContaining("nope.log") }],
    });
  });
});
