import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

const ANSWER_TIMEOUT_MS = 30_000;

/** A program that answers each line on its stdin with one line of JSON. */
export interface ResidentProcess<T> {
  ask(): Promise<T>;
  /** Closes its stdin and waits for its end. */
  close(): Promise<void>;
}

export function startResident<T>(command: string, args: readonly string[]): ResidentProcess<T> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async () => {
      child.stdin.write("\n");
      const answer = await withTimeout(lines.next(), `${command} did not answer in ${ANSWER_TIMEOUT_MS / 1000} s`);
      if (answer.done) throw new Error(`${command} ended: ${args.join(" ")}`);
      return JSON.parse(answer.value) as T;
    },
    close: () => {
      child.stdin.end();
      return ended(child);
    },
  };
}

/** Waits for the end of a program; one that does not end is ended. */
export async function ended(child: ChildProcess, waitMs = 10_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const timer = setTimeout(() => child.kill("SIGKILL"), waitMs);
  await end;
  clearTimeout(timer);
}

async function withTimeout<T>(promise: Promise<T>, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ANSWER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
