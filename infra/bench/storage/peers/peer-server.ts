import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../../apps/api/src/testing/postgres-server.ts";
import { familyCpu } from "../cluster-cpu.ts";
import type { Peer } from "./peer.ts";

const START_MS = 30_000;

/** Runs the server until standard input closes, which it also does when whoever started it dies; leaves no file behind. */
const KEEPER = 'exec 3<&0; "$@" </dev/null & server=$!; read -r _ <&3; kill -TERM $server; wait $server; rm -rf "$DATA_FOLDER"';

export interface PeerServer {
  url: string;
  /** Its data folder, of its own. */
  data: string;
  /** Processors' seconds that it has used so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

export function isInstalled(binary: string): boolean {
  return (process.env.PATH ?? "").split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, binary), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** On a free port of 127.0.0.1, with a temporary folder. */
export async function startPeer(peer: Peer): Promise<PeerServer> {
  const data = await mkdtemp(path.join(os.tmpdir(), `berth-${peer.binary}-`));
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  const { args, env } = peer.command(data, listen);
  const keeper = spawn("sh", ["-c", KEEPER, "keeper", peer.binary, ...args], {
    cwd: data,
    env: { ...process.env, ...env, DATA_FOLDER: data },
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => keeper.once("exit", resolve));
  const stop = async () => {
    keeper.stdin?.end();
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  try {
    await ready(peer, url);
    await peer.prepare?.(url);
    return { url, data, cpuSeconds: familyCpu(keeper.pid ?? 0), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready({ name, readyPath }: Peer, url: string): Promise<void> {
  const deadlineMs = performance.now() + START_MS;
  while (!(await answers(url + readyPath))) {
    if (performance.now() > deadlineMs) throw new Error(`${name} did not start within ${START_MS / 1_000} s`);
    await sleep(200);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
