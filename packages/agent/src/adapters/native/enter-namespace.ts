import { closeSync, openSync, writeSync } from "node:fs";
import process from "node:process";
import type { Libc } from "./libc.ts";

/** include/uapi/linux/sched.h */
const CLONE_NEWNET = 0x40000000;
const EX_OSERR = 71;

/**
 * Runs `work` on this thread inside another network namespace and comes back, also when `work` throws.
 *
 * `work` must be synchronous and must not start threads: they would be born in the other namespace. Files under
 * /proc/sys/net and /proc/thread-self/net are then that namespace's. If the way back is barred the process ends: an
 * agent that is lost in a container's namespace must not go on.
 */
export type EnterNamespace = <T>(namespacePath: string, work: () => T) => T;

export function namespaceDoor(libc: Libc): { enter: EnterNamespace; close(): void } {
  const home = openSync("/proc/thread-self/ns/net", "r");
  const goHome = () => {
    try {
      libc.setns(home, CLONE_NEWNET);
    } catch (error) {
      writeSync(2, `berth-agent: cannot return to its own network namespace (${String(error)}), giving up\n`);
      process.exit(EX_OSERR);
    }
  };
  return {
    enter: (namespacePath, work) => {
      const target = openSync(namespacePath, "r");
      try {
        libc.setns(target, CLONE_NEWNET);
      } finally {
        closeSync(target);
      }
      try {
        return work();
      } finally {
        goHome();
      }
    },
    close: () => closeSync(home),
  };
}
