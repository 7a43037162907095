import type { z } from "zod";
import { ApiProblem, type Fault } from "../errors.ts";

/** More than these help nobody. */
const FAULTS_MAX = 20;

/** RFC 6901: `~` and `/` are escaped. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** Zod's issues as faults; an unknown key points at the key itself. */
export function faultsOf(error: z.core.$ZodError, base: readonly PropertyKey[] = []): Fault[] {
  const faults = error.issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ pointer: jsonPointer([...path, key]), code: "unknown", detail: "not part of the contract" }));
    return [{ pointer: jsonPointer(path), code: issue.code.replaceAll("_", "-"), detail: issue.message }];
  });
  return faults.slice(0, FAULTS_MAX);
}

export const invalidRequest = (faults: Fault[], where: string): ApiProblem =>
  new ApiProblem("invalid-request", `${where} does not match the contract; see errors.`, { faults });
