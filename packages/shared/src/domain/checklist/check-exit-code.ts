import type { CheckResult } from "./check.ts";
import { hostStatusOf } from "./host-status.ts";

const EXIT_CODE = { pass: 0, warn: 1, fail: 2, unknown: 3 } as const;

/**
 * The exit status of a command that judges a host: 2 on a fail, else 1 on a warn, else 3 when the range or the use of its
 * ports could not be read, else 0. With `strict` every other unknown check answers 3 as well.
 */
export function checkExitCode(results: readonly CheckResult[], { strict = false } = {}): 0 | 1 | 2 | 3 {
  const code = EXIT_CODE[hostStatusOf(results.map(({ id, outcome }) => ({ id, status: outcome.status })))];
  return code === 0 && strict && results.some(({ outcome }) => outcome.status === "unknown") ? EXIT_CODE.unknown : code;
}
