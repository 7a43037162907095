// `npm start`: database, API, dashboard and this machine's agent, in one go and on one origin.
import { Console } from "node:console";
import { localStart as english } from "@berth/shared/text/en/local-start.ts";
import { localStart as japanese } from "@berth/shared/text/ja/local-start.ts";
import { root } from "./build-product.ts";
import { startLocalBerth } from "./local-berth.ts";
import { createProgress } from "./progress.ts";
import { StartFailure } from "./start-failure.ts";
import { readStartOptions } from "./start-options.ts";

/** npm, the bootstrap and the terminal may all pass on one Ctrl-C; only a later one is a second. */
const SAME_REQUEST_MS = 1_000;

// Libraries talk through the console; standard output is for the one line that says where to go.
globalThis.console = new Console(process.stderr, process.stderr);

const { env } = process;
const text = (env.LC_ALL || env.LC_MESSAGES || env.LANG || "").startsWith("ja") ? japanese : english;
const say = (line: string) => process.stderr.write(line);
const progress = createProgress(say, text);
const opened = new AsyncDisposableStack();
const stopping = new AbortController();
let askedAtMs = 0;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, askToStop);
process.on("uncaughtException", (error) => endWith(error));

try {
  const address = await startLocalBerth(readStartOptions(env, root), { text, progress, opened, signal: stopping.signal });
  progress.note(text.hintToStop);
  process.stdout.write(`Berth is ready: ${address}\n`);
} catch (error) {
  await endWith(error);
}

function askToStop(): void {
  if (askedAtMs === 0) {
    askedAtMs = Date.now();
    progress.note(text.stopping);
    stopping.abort();
    void opened.disposeAsync().then(() => {
      progress.note(text.stopped);
      process.exit(0);
    }, endWith);
  } else if (Date.now() - askedAtMs > SAME_REQUEST_MS) {
    progress.note(text.forced);
    process.exit(130);
  }
}

/** One message, and nothing left running. */
async function endWith(error: unknown): Promise<void> {
  if (askedAtMs > 0) return;
  askedAtMs = Date.now();
  stopping.abort();
  say(`\n${error instanceof StartFailure ? text.problem(error.problem) : error instanceof Error ? error.stack : error}\n`);
  await opened.disposeAsync().catch((reason) => say(`${reason}\n`));
  process.exit(1);
}
