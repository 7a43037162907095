import process from "node:process";
import type { FailureTrace } from "../../collectors/failures/failure-trace.ts";
import type { RunCommand } from "../../collectors/run-command.ts";
import { tracingFolder } from "./mount-tracefs.ts";
import { openTraceInstance } from "./trace-instance.ts";

/** Throws with the kernel's word as `code` where this user or this kernel has no tracing. */
export function openFailureTrace(runCommand: RunCommand): FailureTrace {
  if (process.getuid?.() !== 0) throw Object.assign(new Error("tracefs needs root"), { code: "EPERM" });
  return openTraceInstance(tracingFolder(runCommand));
}
