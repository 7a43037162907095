/** Every way in which a request can be refused, and what each is on the wire. Adding one without a row does not build. */
export const PROBLEM_CODES = [
  "invalid-request",
  "invalid-cursor",
  "token-rejected",
  "not-signed-in",
  "foreign-origin",
  "not-found",
  "method-not-allowed",
  "payload-too-large",
  "unsupported-media-type",
  "clock-out-of-window",
  "internal-error",
  "database-unavailable",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 413 | 415 | 422 | 500 | 503;

export const PROBLEMS = {
  "invalid-request": { status: 400, title: "The request is not what the contract says" },
  "invalid-cursor": { status: 400, title: "The cursor was not issued for this list" },
  "token-rejected": { status: 401, title: "The token is unknown, expired, used up or revoked" },
  "not-signed-in": { status: 401, title: "Nobody is signed in" },
  "foreign-origin": { status: 403, title: "The request comes from another site" },
  "not-found": { status: 404, title: "There is nothing here" },
  "method-not-allowed": { status: 405, title: "This address does not take this method" },
  "payload-too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body's type or encoding is not understood" },
  "clock-out-of-window": { status: 422, title: "The snapshot's time is too far from the server's" },
  "internal-error": { status: 500, title: "Something went wrong on the server" },
  "database-unavailable": { status: 503, title: "The database does not answer" },
} as const satisfies Record<ProblemCode, { status: ProblemStatus; title: string }>;

export type StatusOf<C extends ProblemCode> = (typeof PROBLEMS)[C]["status"];

/** One thing that is wrong. `pointer` is a JSON Pointer (RFC 6901) into the body, or begins with /query, /path or /header. */
export interface Fault {
  pointer: string;
  code: string;
  detail: string;
}

export interface ProblemFields {
  faults?: readonly Fault[];
  serverNowMs?: number;
  headers?: Record<string, string>;
}

/** A refusal that the caller may read: `detail` is public. */
export class ApiProblem extends Error {
  override name = "ApiProblem";
  readonly code: ProblemCode;
  readonly fields: ProblemFields;

  constructor(code: ProblemCode, detail: string, fields: ProblemFields = {}) {
    super(detail);
    this.code = code;
    this.fields = fields;
  }
}

/** SQLSTATE classes of a server that is away, starting, stopping or full (PostgreSQL, appendix A: 08, 53, 57P), and socket errors. */
const UNAVAILABLE = /^(08|53|57P)|^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/;

/** SQLSTATE class 22, data exception: NUL in a text, half a surrogate pair in JSON, a number too large for its column. */
const UNSTORABLE = /^22/;

/** Unknown errors are redacted: their own words are for the log, and even there without a statement's parameters. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const codes = causes(error).flatMap(({ code }) => (typeof code === "string" ? [code] : []));
  if (codes.some((code) => UNAVAILABLE.test(code)))
    return new ApiProblem("database-unavailable", "Try again shortly; nothing of this request was kept.", {
      headers: { "Retry-After": "5" },
    });
  if (codes.some((code) => UNSTORABLE.test(code)))
    return new ApiProblem("invalid-request", "A value is outside what can be stored.", {
      faults: [{ pointer: "", code: "unstorable", detail: "a value somewhere in it cannot be stored" }],
    });
  return new ApiProblem("internal-error", "The error is in the server's log under this request's id.");
}

/** For the log: the innermost cause. A driver's outer message quotes parameters, and those may be secrets. */
export function describeError(error: unknown): { name: string; message: string; code?: string; stack?: string } {
  const inner = causes(error).at(-1) ?? { message: String(error) };
  const { name = "Error", message = "", code, stack } = inner;
  return { name, message, ...(code !== undefined && { code: String(code) }), ...(stack && { stack: stackOnly(stack) }) };
}

interface Caused {
  name?: string;
  message?: string;
  code?: unknown;
  stack?: string;
  cause?: unknown;
}

function causes(error: unknown): Caused[] {
  const chain: Caused[] = [];
  for (let at: unknown = error; typeof at === "object" && at !== null && chain.length < 8; at = (at as Caused).cause) chain.push(at);
  return chain;
}

const stackOnly = (stack: string): string =>
  stack
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .slice(0, 6)
    .join("\n");
