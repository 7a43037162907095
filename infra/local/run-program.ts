import { spawn } from "node:child_process";

/** The end of what a program printed says why it failed. */
const TAIL_CHARACTERS = 4_000;

export interface ProgramEnd {
  isSuccess: boolean;
  /** The last that it printed on either stream. */
  tail: string;
}

export interface ProgramOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Ends the program when aborted. */
  signal: AbortSignal;
}

/** Runs a program to its end without a word on our own output. Rejects only where it was stopped or could not be started. */
export function runProgram(command: string, args: readonly string[], { cwd, env, signal }: ProgramOptions): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, signal, stdio: ["ignore", "pipe", "pipe"] });
    let tail = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        tail = (tail + chunk).slice(-TAIL_CHARACTERS);
      });
    child.on("error", reject);
    child.on("close", (code) => resolve({ isSuccess: code === 0, tail: tail.trim() }));
  });
}
