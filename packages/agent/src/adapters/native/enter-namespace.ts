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

/** The same in a network namespace made for it, which goes when its last socket does. Needs CAP_SYS_ADMIN. */
export type InNewNamespace = <T>(work: () => T) => T;

export interface NamespaceDoor {
  enter: EnterNamespace;
  inNew: InNewNamespace;
  close(): void;
}

export function namespaceDoor(libc: Libc): NamespaceDoor {
  const home = openSync("/proc/thread-self/ns/net", "r");
  const goTo = (place: number) => {
    try {
      libc.setns(place, CLONE_NEWNET);
    } catch (error) {
      writeSync(2, `berth-agent: cannot return to the network namespace it came from (${String(error)}), giving up\n`);
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
        goTo(home);
      }
    },
    inNew: (work) => {
      const here = openSync("/proc/thread-self/ns/net", "r");
      try {
        libc.unshare(CLONE_NEWNET);
        try {
          return work();
        } finally {
          goTo(here);
        }
      } finally {
        closeSync(here);
      }
    },
    close: () => closeSync(home),
  };
}
