import { spawn } from "node:child_process";

export interface CommandOutcome {
  isSuccess: boolean;
  /** Standard output and error as they came, interleaved. */
  output: string;
}

export interface CommandOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  timeoutMs: number;
}

/** Runs a program with its input closed and keeps what it prints. Never rejects: a program that is missing or too slow is an outcome too. */
export function runCommand(command: string, args: readonly string[], { cwd, env, timeoutMs }: CommandOptions): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
    let output = "";
    const keep = (chunk: string) => {
      output += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", (error) => resolve({ isSuccess: false, output: `${command}: ${error.message}` }));
    child.on("close", (code, signal) => {
      const ending = signal ? `${output}\n${command} was ended by ${signal} (limit ${timeoutMs / 1000} s)` : output;
      resolve({ isSuccess: code === 0, output: ending });
    });
  });
}
