import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../build-product.ts";

const READY = /^Berth is ready: (\S+)$/;

/** What a person set for their own Berth is not for this one. */
const UNSET = { PORT: undefined, BERTH_LISTEN: undefined, BERTH_DATABASE_URL: undefined, BERTH_PUBLIC_URL: undefined };

/** `npm start` as its user runs it, without npm and the bootstrap in front. */
export class RunningBerth {
  readonly child: ChildProcess;
  stdout = "";
  stderr = "";

  constructor(env: { PORT: string; BERTH_DATA_DIR: string; BERTH_LISTEN?: string }) {
    this.child = spawn(process.execPath, [path.join(root, "infra/local/start.ts")], {
      cwd: root,
      env: { ...process.env, ...UNSET, LC_ALL: "C", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.setEncoding("utf8").on("data", (chunk) => {
      this.stdout += chunk;
    });
    this.child.stderr?.setEncoding("utf8").on("data", (chunk) => {
      this.stderr += chunk;
    });
  }

  /** The address in the last line on standard output; throws with all that was said where the start ends instead. */
  async ready(): Promise<URL> {
    while (this.child.exitCode === null && this.child.signalCode === null) {
      const [, address] = READY.exec(this.stdout.trimEnd().split("\n").at(-1) ?? "") ?? [];
      if (address) return new URL(address);
      await wait(50);
    }
    throw new Error(`ended with ${this.child.exitCode ?? this.child.signalCode}\n${this.stdout}${this.stderr}`);
  }

  /** Sends a signal and waits for the end; returns the exit code, null where the signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    this.child.kill(signal);
    const [code] = await once(this.child, "exit");
    return code;
  }
}
