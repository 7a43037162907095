import type { CommandAnswer, HearCommand, RunCommand } from "../collectors/run-command.ts";
import { childProcessModule } from "./modules-on-demand.ts";

/** Where a system keeps its programs: what stands in the agent's own PATH is not asked. */
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const STDERR_LENGTH_MAX = 1024;

/** The programs of this machine. */
export const runCommand: RunCommand = (file, args, { timeoutMs, maxBytes }): CommandAnswer => {
  const { error, status, signal, stdout, stderr } = childProcessModule().spawnSync(file, args, {
    env: { PATH: SYSTEM_PATH, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    maxBuffer: maxBytes,
    windowsHide: true,
  });
  if (error) return unheard(file, error, { timeoutMs, maxBytes });
  if (status === null) return { reason: "unsupported", hint: `${file} was ended by ${signal ?? "a signal"}` };
  return { stdout, stderr: stderr.slice(0, STDERR_LENGTH_MAX), exitCode: status };
};

function unheard(
  file: string,
  error: NodeJS.ErrnoException,
  { timeoutMs, maxBytes }: Parameters<RunCommand>[2],
): Extract<CommandAnswer, { reason: unknown }> {
  switch (error.code) {
    case "ENOENT":
      return { reason: "absent", hint: `${file} is not installed` };
    case "EACCES":
    case "EPERM":
      return { reason: "denied", hint: `${file} may not be run` };
    case "ETIMEDOUT":
      return { reason: "timeout", hint: `${file} did not answer within ${timeoutMs} ms` };
    case "ENOBUFS":
      return { reason: "truncated", hint: `${file} answered more than ${maxBytes} bytes` };
    default:
      return { reason: "unsupported", hint: `${file} could not be run: ${error.code ?? error.message}` };
  }
}

export const hearCommand: HearCommand = (file, args, { timeoutMs, maxBytes }) =>
  new Promise((resolve) => {
    const child = childProcessModule().spawn(file, args, {
      env: { PATH: SYSTEM_PATH, LC_ALL: "C" },
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const heard: Buffer[] = [];
    let [bytes, stderr] = [0, ""];
    let cut: "timeout" | "truncated" | null = null;
    const cutOff = (limit: typeof cut) => {
      cut ??= limit;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => cutOff("timeout"), timeoutMs);
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) heard.push(chunk);
      else cutOff("truncated");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < STDERR_LENGTH_MAX) stderr += chunk.toString("utf8");
    });
    child.on("error", (error) => {
      clearTimeout(timer);
      resolve(unheard(file, error, { timeoutMs, maxBytes }));
    });
    child.on("close", (exitCode) => {
      clearTimeout(timer);
      resolve({ stdout: Buffer.concat(heard).toString("utf8"), stderr: stderr.slice(0, STDERR_LENGTH_MAX), exitCode, cut });
    });
  });
