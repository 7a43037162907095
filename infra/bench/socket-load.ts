import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { ended } from "./resident-process.ts";

const READY_TIMEOUT_MS = 90_000;
/** The load ends by itself, should nobody end it. */
const HOLD_SECONDS = 180;

/** A network namespace of its own, full of sockets that stay as they are for some 45 s. */
export interface SocketLoad {
  namespace: string;
  /** The C floor, built. */
  floor: string;
  close(): Promise<void>;
}

/** Why this machine cannot carry the load, or null. */
export function missingForLoad(): string | null {
  if (process.platform !== "linux") return "Linux only";
  if (process.getuid?.() !== 0) return "needs root, for a network namespace";
  for (const tool of ["gcc", "make", "ip", "unshare"]) {
    try {
      execFileSync("sh", ["-c", `command -v ${tool}`], { stdio: "ignore" });
    } catch {
      return `needs ${tool}`;
    }
  }
  return null;
}

/** Builds the programs in a temporary folder and fills `sockets` sockets: a fifth ESTABLISHED, the rest TIME_WAIT, a tenth IPv6, towards 50 destinations. */
export async function startLoad(sockets: number): Promise<SocketLoad> {
  const folder = mkdtempSync(path.join(tmpdir(), "berth-bench-"));
  const namespace = `berth-bench-${process.pid}`;
  execFileSync("make", ["-s", "-C", path.join(import.meta.dirname, "sockets"), `OUT=${folder}`], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ready = path.join(folder, "ready");
  const shape = ["--dests", "50", "--estab", "0.2", "--v6", "0.1", "--procs", "4", "--range", "1024:65535", "--range-listeners", "3"];
  const life = ["--hold", String(HOLD_SECONDS), "--refill", "manual", "--ready", ready];
  const load = spawn(path.join(folder, "loadgen"), ["--netns", namespace, "--create", "--sockets", String(sockets), ...shape, ...life], {
    stdio: "ignore",
  });
  const close = async () => {
    load.kill("SIGTERM");
    await ended(load);
    execFileSync("ip", ["netns", "delete", namespace]);
    rmSync(folder, { recursive: true });
  };
  for (const startMs = Date.now(); !existsSync(ready); await sleep(100)) {
    if (load.exitCode === null && Date.now() - startMs < READY_TIMEOUT_MS) continue;
    await close();
    throw new Error(`the load of ${sockets} sockets was not ready in ${READY_TIMEOUT_MS / 1000} s`);
  }
  return { namespace, floor: path.join(folder, "nlfloor"), close };
}
