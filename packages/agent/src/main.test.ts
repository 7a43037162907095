import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { SnapshotWire } from "@berth/shared/contract/snapshot.ts";
import { CHECK_IDS } from "@berth/shared/domain/checklist/catalogue/catalogue.ts";
import { COMMANDS } from "@berth/shared/text/cli.ts";
import { cli as english } from "@berth/shared/text/en/cli.ts";
import { cli as japanese } from "@berth/shared/text/ja/cli.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { displayWidth } from "./terminal/display-width.ts";
import { json, problem, ScriptedServer } from "./testing/scripted-server.ts";
import { inTemporaryFolder } from "./testing/temporary-folder.ts";

/** The built bundle, run as a user's shell would run it. */
const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const BUNDLE = path.join(PACKAGE, "dist", "berth-agent.mjs");
const TOKEN = `berth_enrol_${"t".repeat(43)}_0123abcd`;
const CREDENTIAL = `berth_host_a_${"c".repeat(43)}_0123abcd`;

const ENVIRONMENT = { PATH: process.env.PATH, HOME: "/nonexistent", LANG: "C.UTF-8" };

beforeAll(() => {
  const built = spawnSync(process.execPath, [path.join(PACKAGE, "build.ts")], { encoding: "utf8" });
  expect(built.stderr + built.stdout).toBe("");
}, 60_000);

const agent = (args: string[], env: Record<string, string> = {}): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [BUNDLE, ...args], { encoding: "utf8", env: { ...ENVIRONMENT, ...env }, timeout: 30_000 });

const widest = (text: string): number => Math.max(...text.split("\n").map(displayWidth));

/** Processes on a busy machine: this bounds a hang, and proves nothing. */
const BOUND_MS = 60_000;

describe("berth-agent", { timeout: BOUND_MS }, () => {
  it.each([
    ["English", english],
    ["Japanese", japanese],
  ])("has help for every command that fits 80 columns, in %s", (_language, { help }) => {
    for (const page of [help.overview, ...Object.values(help.commands)]) {
      expect(widest(page)).toBeLessThanOrEqual(80);
      expect(page.endsWith("\n")).toBe(true);
    }
    for (const command of COMMANDS) expect(help.overview).toContain(`\n  ${command} `);
  });

  it("prints help and version as answers", () => {
    expect(agent(["--help"])).toMatchObject({ status: 0, stdout: english.help.overview, stderr: "" });
    expect(agent(["enrol", "--help"], { LC_ALL: "ja_JP.UTF-8" })).toMatchObject({
      status: 0,
      stdout: japanese.help.commands.enrol,
      stderr: "",
    });
    const version = agent(["version"]);
    expect(version).toMatchObject({ status: 0, stderr: "" });
    expect(version.stdout).toMatch(/^berth-agent \d+\.\d+\.\d+ \(Node\.js /);
  });

  it.each([
    [[], "A command is missing"],
    [["enroll"], "Did you mean enrol?"],
    [["--json"], "no command --json"],
    [["check", "--jsn"], "Did you mean --json?"],
    [["check", "--explain", "pool"], "Nearest: pool-churn, pool-misconfigured"],
    [["check", "--color", "sometimes"], "auto | always | never"],
    [["snapshot", "now"], "one argument too many"],
    [["what-if", "--set", "net.ipv4.ip_local_port_range=64999 15000"], 'For example: --set net.ipv4.ip_local_port_range="15000 64999"'],
    [["what-if", "--reserve", "30000-"], "--reserve 30000-32767,50051"],
    [["version", "--all"], "There is no flag --all"],
    [["run", "--once=1"], "takes no value"],
    [["enrol", "--token-file", "t"], "--server is missing"],
    [["enrol", "--server", "berth.example", "--token-file", "t"], "https://berth.example"],
    [["check", "--lang", "fr"], "en | ja"],
  ])("answers %j with 64 and the way to put it right", (args, hint) => {
    const result = agent(args);
    expect(result).toMatchObject({ status: 64, stdout: "" });
    expect(result.stderr).toContain(hint);
    expect(result.stderr.trimEnd()).not.toContain("\n");
  });

  it("snapshot prints one line that the contract takes", () => {
    const { status, stdout, stderr } = agent(["snapshot"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.indexOf("\n")).toBe(stdout.length - 1);
    SnapshotWire.parse(JSON.parse(stdout));
  });

  it("check --json prints one object, exits with what it says, and native calls say nothing beside it", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--experimental-ffi", BUNDLE, "check", "--json"], {
      encoding: "utf8",
      env: ENVIRONMENT,
    });
    const report = JSON.parse(stdout);
    expect({ stderr, status }).toEqual({ stderr: "", status: report.exitCode });
    expect(Object.keys(report)).toEqual([
      "version",
      "verdict",
      "cause",
      "evidence",
      "rivals",
      "remedies",
      "exitCode",
      "capturedAtMs",
      "checks",
      "tuples",
      "pools",
      "gaps",
    ]);
    expect(report.checks).toHaveLength(CHECK_IDS.length);
  });

  it.each(["en", "ja"])("check prints a page of 80 columns without colour into a pipe, in %s", (language) => {
    const { status, stdout, stderr } = agent(["check", "--lang", language]);
    expect(stderr).toBe("");
    expect([0, 1, 2, 3]).toContain(status);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain("\u001b");
    expect(agent(["check", "--color", "always", "--lang", language]).stdout).toContain("\u001b[");
  });

  it("is quiet when the reader leaves", () => {
    const { stderr } = spawnSync("sh", ["-c", '"$0" "$1" snapshot | true', process.execPath, BUNDLE], {
      encoding: "utf8",
      env: ENVIRONMENT,
    });
    expect(stderr).toBe("");
  });

  it("says when its answer could not be written", (ctx) => {
    if (!existsSync("/dev/full")) ctx.skip("needs /dev/full");
    const { status, stderr } = spawnSync("sh", ["-c", '"$0" "$1" version > /dev/full', process.execPath, BUNDLE], {
      encoding: "utf8",
      env: ENVIRONMENT,
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: `berth-agent: ${english.unwritable("ENOSPC")}\n` });
  });
});

describe("berth-agent enrol and run", { timeout: BOUND_MS }, () => {
  let server: ScriptedServer;
  beforeEach(async () => {
    server = new ScriptedServer();
    await server.listen();
  });
  afterEach(() => server.close());

  const running: ReturnType<typeof spawn>[] = [];
  afterAll(() => {
    for (const child of running) child.kill("SIGKILL");
  });

  /** Not synchronous: the server that it talks to lives in this process. */
  async function agentIn(folder: string, args: string[], input = ""): Promise<{ status: number | null; stdout: string; stderr: string }> {
    const child = start(folder, args);
    child.stdin?.end(input);
    const output = { stdout: "", stderr: "" };
    child.stdout?.on("data", (text) => (output.stdout += text));
    child.stderr?.on("data", (text) => (output.stderr += text));
    const [status] = await once(child, "close");
    return { status, ...output };
  }

  function start(folder: string, args: string[]): ReturnType<typeof spawn> {
    const child = spawn(process.execPath, [BUNDLE, ...args], { env: { ...ENVIRONMENT, BERTH_STATE_DIR: folder }, stdio: "pipe" });
    running.push(child);
    return child;
  }

  const enrolled = () =>
    server.script.push(({ response }) =>
      json(response, 201, {
        hostId: "host_a",
        credential: CREDENTIAL,
        serverNowMs: Date.now(),
        settings: { version: 1, sampleSeconds: 10 },
      }),
    );

  const enrol = (folder: string, token = "-") =>
    agentIn(folder, ["enrol", "--server", server.url, "--token-file", token, "--label", "role=web"], `${TOKEN}\n`);

  it("trades the token once; a second time it changes nothing", () =>
    inTemporaryFolder(async (folder) => {
      enrolled();
      const first = await enrol(folder);
      expect(first).toMatchObject({ status: 0, stderr: "" });
      expect(first.stdout).toContain(`Enrolled as host_a at ${server.url}.`);
      expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
      const file = path.join(folder, "agent.json");
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const kept = readFileSync(file, "utf8");

      const second = await enrol(folder);
      expect(second.status).toBe(0);
      expect(second.stdout).toContain("Already enrolled as host_a");
      expect(server.requests.map(({ path }) => path)).toEqual(["/v1/agents/enrol", "/v1/snapshots"]);
      expect(readFileSync(file, "utf8")).toBe(kept);
    }));

  it("enrols anew when the server has forgotten the credential", () =>
    inTemporaryFolder(async (folder) => {
      enrolled();
      await enrol(folder);
      server.script.push(problem(401, "token-rejected"));
      enrolled();
      const again = await enrol(folder);
      expect(again.status).toBe(0);
      expect(again.stderr).toContain("no longer knows the credential");
      expect(again.stdout).toContain("Enrolled as host_a");
    }));

  it("says what is wrong with a token or its file, and keeps nothing", () =>
    inTemporaryFolder(async (folder) => {
      expect((await enrol(folder, "/nonexistent")).stderr).toContain("cannot be read (ENOENT)");
      const file = path.join(folder, "token");
      writeFileSync(file, "password\n");
      chmodSync(file, 0o644);
      const readable = await enrol(folder, file);
      expect(readable.stderr).toContain(`chmod 600 ${file}`);
      expect(readable.stderr).toContain("holds no enrolment token");
      server.script.push(problem(401, "token-rejected"));
      const rejected = await enrol(folder);
      expect(rejected).toMatchObject({ status: 1, stdout: "" });
      expect(rejected.stderr).toContain("does not accept this token");
      expect(existsSync(path.join(folder, "agent.json"))).toBe(false);
    }));

  it("run names the step before it, delivers, refuses a second agent on its folder, and stops when told", () =>
    inTemporaryFolder(async (folder) => {
      const early = await agentIn(folder, ["run"]);
      expect(early).toMatchObject({ status: 1, stdout: "" });
      expect(early.stderr).toContain("berth-agent enrol --server URL");

      enrolled();
      await enrol(folder);
      const resident = start(folder, ["run"]);
      let log = "";
      resident.stderr?.on("data", (text) => (log += text));
      while (!log.includes("first snapshot delivered")) await once(resident.stderr!, "data");
      const [snapshot] = server.snapshots;
      expect(SnapshotWire.parse(snapshot).host.labels).toEqual({ role: "web" });

      const other = await agentIn(folder, ["run"]);
      expect(other).toMatchObject({ status: 1, stdout: "" });
      expect(other.stderr).toContain(`(process ${resident.pid})`);

      resident.kill("SIGTERM");
      const [status] = await once(resident, "close");
      expect(status).toBe(0);
      expect(log).not.toContain(CREDENTIAL);

      expect(await agentIn(folder, ["run", "--once"])).toMatchObject({ status: 0, stdout: "" });
      expect(server.snapshots).toHaveLength(2);
    }));

  it("delivers after a kill -9 what it had not delivered before", () =>
    inTemporaryFolder(async (folder) => {
      enrolled();
      await enrol(folder);
      const arrived = new Promise<void>((resolve) => server.script.push(() => resolve()));
      const resident = start(folder, ["run"]);
      await arrived;
      resident.kill("SIGKILL");
      await once(resident, "close");
      expect(await agentIn(folder, ["run", "--once"])).toMatchObject({ status: 0 });
      expect(server.stored).toHaveLength(2);
      expect(server.stored).toEqual(server.stored.toSorted());
    }));
});
