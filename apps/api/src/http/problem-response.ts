import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { ApiProblem, PROBLEMS, type ProblemCode, toProblem } from "../errors.ts";

/** RFC 9110 wants every 401 to say what would be accepted; cookies have no registered scheme. */
const CHALLENGES: Partial<Record<ProblemCode, Record<string, string>>> = {
  "token-rejected": { "WWW-Authenticate": 'Bearer realm="berth"' },
  "not-signed-in": { "WWW-Authenticate": 'Cookie realm="berth"' },
};

/** RFC 9457. `type` is a page of this server. */
export function problemResponse(c: Context, problem: ApiProblem): Response {
  const { status, title } = PROBLEMS[problem.code];
  const { faults, serverNowMs, headers } = problem.fields;
  const body = {
    type: `/docs/problems/${problem.code}`,
    title,
    status,
    detail: problem.message,
    instance: `/requests/${c.get("requestId")}`,
    ...(faults && { errors: faults }),
    ...(serverNowMs !== undefined && { serverNowMs }),
  };
  return c.body(JSON.stringify(body), status, { "Content-Type": "application/problem+json", ...CHALLENGES[problem.code], ...headers });
}

/** What the framework itself throws, in our words; everything else by the one table. */
export function problemOf(error: unknown): ApiProblem {
  if (!(error instanceof HTTPException)) return toProblem(error);
  if (error.status === 415) return new ApiProblem("unsupported-media-type", "Send the body as application/json.");
  if (error.status === 400)
    return new ApiProblem("invalid-request", "The body is not JSON.", { faults: [{ pointer: "", code: "malformed", detail: "not JSON" }] });
  return toProblem(error);
}
