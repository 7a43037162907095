import { closeSync, constants, mkdirSync, openSync, readdirSync, readSync, rmdirSync, writeFileSync } from "node:fs";
import process from "node:process";
import type { FailureTrace } from "../../collectors/failures/failure-trace.ts";
import { AGENT_NAME } from "./agent-name.ts";
import { atEnd } from "./at-end.ts";

const INSTANCE = /^berth-\d+-[0-9a-f]+$/;

/** How often the trace is looked at. A look at an empty one is one system call that answers EAGAIN. */
const LOOK_MS = 500;

/** Of each processor: 1,000 lines of 120 bytes, more than a processor can refuse between two looks (a failed connect() takes it 600 µs). */
const BUFFER_KIB = 128;
/** The kernel hands out a page at a time. */
const READ_BYTES = 8 * 1024;
/** Of one look: what a flood leaves for the next. */
const LOOK_BYTES_MAX = 1024 * 1024;

/**
 * Numbers of include/net/tcp_states.h and netinet/in.h. A connect() that was refused or timed out has a source port by then;
 * one that found none has 0.
 */
const AUTOBIND_FAILED = "oldstate==2 && newstate==7 && sport==0 && protocol==6";
const CALLS = { sys_exit_bind: "ret==-98", sys_exit_connect: "ret==-11" } as const;

/**
 * A tracefs instance of the agent's own, so that no other tracer is disturbed and none disturbs it. It is removed by
 * `close`, at the end of the process, and, where that was killed, at the next start of an agent.
 */
export function openTraceInstance(tracing: string): FailureTrace {
  const instances = `${tracing}/instances`;
  removeStale(instances);
  try {
    return openNew(instances);
  } catch (error) {
    // Another agent that started just now took it for a dead one's.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return openNew(instances);
    throw error;
  }
}

function openNew(instances: string): FailureTrace {
  const folder = `${instances}/berth-${process.pid}-${Math.floor(Math.random() * 2 ** 32).toString(16)}`;
  mkdirSync(folder, { mode: 0o700 });
  let pipe: number | null = null;
  let timer: ReturnType<typeof setInterval> | null = null;
  let isArmed = false;
  const buffer = Buffer.alloc(READ_BYTES);

  const others = `common_pid!=${process.pid} && comm!="${AGENT_NAME}"`;
  const write = (file: string, value: string) => writeFileSync(`${folder}/${file}`, value);
  const writeQuietly = (file: string, value: string) => {
    try {
      write(file, value);
    } catch {
      // Removing the instance undoes it all the same.
    }
  };
  const arm = (wanted: boolean) => {
    if (wanted === isArmed) return;
    for (const call of Object.keys(CALLS)) write(`events/syscalls/${call}/enable`, wanted ? "1" : "0");
    isArmed = wanted;
  };
  let takeBack: () => void = () => undefined;
  const close = () => {
    if (timer) clearInterval(timer);
    takeBack();
    if (pipe === null) return;
    closeSync(pipe);
    pipe = null;
    writeQuietly("events/enable", "0");
    removeQuietly(folder);
  };

  try {
    // The clock first: a change of it empties the buffer.
    write("trace_clock", "mono");
    write("buffer_size_kb", String(BUFFER_KIB));
    write("events/sock/inet_sock_set_state/filter", `${AUTOBIND_FAILED} && ${others}`);
    for (const [call, filter] of Object.entries(CALLS)) write(`events/syscalls/${call}/filter`, `${filter} && ${others}`);
    pipe = openSync(`${folder}/trace_pipe`, constants.O_RDONLY | constants.O_NONBLOCK);
    write("events/sock/inet_sock_set_state/enable", "1");
  } catch (error) {
    if (pipe === null) removeQuietly(folder);
    close();
    throw error;
  }
  takeBack = atEnd(close);

  return {
    read: () => (pipe === null ? "" : readAll(pipe, buffer)),
    arm,
    watch: (onAnnounced) => {
      timer = setInterval(onAnnounced, LOOK_MS);
      timer.unref();
    },
    traceNowMs: () => Number(process.hrtime.bigint() / 1_000n) / 1_000,
    close,
  };
}

/** Lines are read whole: the kernel copies no half of one (kernel/trace/trace.c, tracing_read_pipe). */
function readAll(pipe: number, buffer: Buffer): string {
  const parts: string[] = [];
  for (let total = 0; total < LOOK_BYTES_MAX; ) {
    const bytes = readSome(pipe, buffer);
    if (bytes === 0) break;
    parts.push(buffer.toString("utf8", 0, bytes));
    total += bytes;
  }
  return parts.join("");
}

function readSome(pipe: number, buffer: Buffer): number {
  try {
    return readSync(pipe, buffer);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return 0;
    throw error;
  }
}

/**
 * Instances of agents that were killed. Whether such an agent lives its number cannot tell: it may be of another pid namespace,
 * where it is always 1. The kernel tells, which refuses to remove an instance that is still read
 * (kernel/trace/trace.c, __remove_instance: EBUSY).
 */
function removeStale(instances: string): void {
  for (const name of readdirSync(instances)) if (INSTANCE.test(name)) removeQuietly(`${instances}/${name}`);
}

function removeQuietly(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another process reads it, or it has gone.
  }
}
