import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { LocalStartText } from "@berth/shared/text/local-start.ts";
import { isAlive, readHolder, writeHolder } from "./process-lock.mjs";
import { runProgram } from "./run-program.ts";
import { StartFailure } from "./start-failure.ts";

const BACK_OFF_MAX_SECONDS = 60;
/** An agent that lived this long is not failing at every start. */
const HEALTHY_MS = 60_000;
/** On Ctrl-C the terminal tells the agent too: its end is then no failure, though we may hear of it first. */
const ASKED_TO_STOP_MS = 500;
const STOP_GRACE_MS = 5_000;

export interface LocalAgentOptions {
  launcher: string;
  /** Of the agent alone: its credential, its spool. */
  stateFolder: string;
  /** Origin of the API as this machine reaches it. */
  server: string;
  text: LocalStartText;
  note(line: string): void;
  /** Aborts what is under way. */
  signal: AbortSignal;
}

/** The agent of this very machine: enrolled once, kept running, stopped with everything else. */
export class LocalAgent {
  readonly #options: LocalAgentOptions;
  readonly #stopping = new AbortController();
  #child: ChildProcess | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: LocalAgentOptions) {
    this.#options = options;
    mkdirSync(options.stateFolder, { recursive: true, mode: 0o700 });
  }

  /** An agent that outlived a killed start would fight with ours over the spool. */
  async endEarlierOne(): Promise<void> {
    const earlier = readHolder(this.#processFile);
    if (!earlier || !isAlive(earlier)) return;
    this.#options.note(this.#options.text.warning.agentTakenOver(earlier.pid));
    process.kill(earlier.pid, "SIGTERM");
    const deadline = Date.now() + STOP_GRACE_MS;
    while (isAlive(earlier) && Date.now() < deadline) await wait(50);
    if (isAlive(earlier)) process.kill(earlier.pid, "SIGKILL");
  }

  /**
   * Trades `token` for a credential, unless the one that is kept still works: then nothing changes. The token stands in
   * a file that only this user reads, never on a command line. Throws a StartFailure with the agent's own words.
   */
  async enrol(token: string): Promise<void> {
    const { launcher, server, stateFolder, signal } = this.#options;
    const tokenFile = path.join(stateFolder, "token");
    try {
      writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
      this.#followServer();
      const args = ["enrol", "--server", server, "--token-file", tokenFile, "--state-dir", stateFolder];
      const { isSuccess, tail } = await runProgram(launcher, args, { cwd: stateFolder, signal });
      if (!isSuccess) throw new StartFailure({ kind: "enrolment-failed", output: tail });
    } finally {
      rmSync(tokenFile, { force: true });
    }
  }

  /** Starts the agent, and again whenever it ends, ever more slowly while it keeps failing. */
  start(): void {
    this.#running = this.#keepRunning();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#child?.kill("SIGTERM");
    const overdue = setTimeout(() => this.kill(), STOP_GRACE_MS);
    await this.#running;
    clearTimeout(overdue);
  }

  kill(): void {
    this.#child?.kill("SIGKILL");
  }

  async #keepRunning(): Promise<void> {
    const { text, note } = this.#options;
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      const startedAt = Date.now();
      const ending = await this.#runOnce();
      failures = Date.now() - startedAt > HEALTHY_MS ? 1 : failures + 1;
      if (!(await this.#sleep(ASKED_TO_STOP_MS))) break;
      const seconds = Math.min(BACK_OFF_MAX_SECONDS, 2 ** (failures - 1));
      note(text.warning.agentEnded(ending, seconds));
      await this.#sleep(seconds * 1_000);
    }
    rmSync(this.#processFile, { force: true });
  }

  /** Its words go to our standard error, never to a pipe that would break when we are killed. */
  #runOnce(): Promise<string> {
    const { launcher, stateFolder } = this.#options;
    return new Promise((resolve) => {
      const child = spawn(launcher, ["run", "--state-dir", stateFolder], { cwd: stateFolder, stdio: ["ignore", 2, 2] });
      this.#child = child;
      if (child.pid) writeHolder(this.#processFile, child.pid);
      child.on("error", (error) => resolve(error.message));
      child.on("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
  }

  /** False when a stop came first. */
  #sleep(ms: number): Promise<boolean> {
    return wait(ms, true, { signal: this.#stopping.signal }).catch(() => false);
  }

  get #processFile(): string {
    return path.join(this.#options.stateFolder, "process");
  }

  /** It is the same server and the same data when only the port is another: the credential stays good. */
  #followServer(): void {
    const file = path.join(this.#options.stateFolder, "agent.json");
    if (!existsSync(file)) return;
    const enrolment = JSON.parse(readFileSync(file, "utf8"));
    if (enrolment.server === this.#options.server) return;
    writeFileSync(`${file}.moved`, `${JSON.stringify({ ...enrolment, server: this.#options.server }, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.moved`, file);
  }
}
