import { gzip } from "../adapters/gzip.ts";
import { AGENT_VERSION } from "../version.ts";
import { retryAfterMs } from "./back-off.ts";
import type { Clock } from "./clock.ts";
import type { Enrolment } from "./enrolment.ts";
import { type HttpAnswer, type HttpClient, TransportError } from "./http-client.ts";
import { type EnrolReceipt, type Problem, type Receipt, readEnrolReceipt, readProblem, readReceipt } from "./server-answer.ts";

/** Longer than the server needs, shorter than two intervals of a patient agent. */
const TIMEOUT_MS = 15_000;

/** How a request to the server ended. */
export type Answer<T> =
  | { kind: "accepted"; receipt: T }
  /** Sending the same again would end the same: 400, 413, 422. */
  | { kind: "refused"; status: number; problem: Problem | null }
  /** 401: the token or credential is not, or no longer, known. */
  | { kind: "unauthorized"; problem: Problem | null }
  /** Worth another try: no answer, not Berth's answer, 429, 5xx. `reason` is a system error's name, or `HTTP 503`. */
  | { kind: "unavailable"; reason: string; retryAfterMs: number | null };

export interface EnrolRequest {
  hostname: string;
  machineId: string | null;
  agentVersion: string;
  labels: Record<string, string>;
}

/** As whom a snapshot is pushed. The version keeps settings that the agent has out of the answer. */
export type Sender = Pick<Enrolment, "credential" | "settings">;

/** The two things an agent says to its server. */
export class ServerClient {
  readonly #http: HttpClient;
  readonly #clock: Clock;

  constructor(http: HttpClient, clock: Clock) {
    this.#http = http;
    this.#clock = clock;
  }

  enrol(token: string, request: EnrolRequest, signal: AbortSignal): Promise<Answer<EnrolReceipt>> {
    return this.#post("/v1/agents/enrol", token, { "content-type": "application/json" }, JSON.stringify(request), readEnrolReceipt, signal);
  }

  /** One line as JSON, several as a line each, in their order. */
  push(sender: Sender, lines: readonly string[], signal: AbortSignal): Promise<Answer<Receipt>> {
    const [mediaType, body] = lines.length === 1 ? ["application/json", lines[0]!] : ["application/x-ndjson", `${lines.join("\n")}\n`];
    const headers = { "content-type": mediaType, "berth-settings-version": String(sender.settings.version) };
    return this.#post("/v1/snapshots", sender.credential, headers, body, (text) => readReceipt(text, lines.length), signal);
  }

  async #post<T>(
    path: string,
    secret: string,
    own: Record<string, string>,
    content: string,
    read: (text: string) => T,
    signal: AbortSignal,
  ) {
    const body = gzip(content);
    const headers = {
      authorization: `Bearer ${secret}`,
      ...own,
      "content-encoding": "gzip",
      "content-length": String(body.byteLength),
      accept: "application/json",
      "user-agent": `berth-agent/${AGENT_VERSION}`,
    };
    try {
      const answer = await this.#http.post({ path, headers, body, timeoutMs: TIMEOUT_MS, signal });
      return interpret(answer, read, this.#clock.nowMs());
    } catch (error) {
      if (error instanceof TransportError) return unavailable<T>(error.message);
      throw error;
    }
  }
}

const unavailable = <T>(reason: string, wait: number | null = null): Answer<T> => ({ kind: "unavailable", reason, retryAfterMs: wait });

/**
 * A 400 or 422 counts as a refusal only as a problem document, and a success only with a receipt: a proxy or another
 * service at the same address must not make the agent throw its snapshots away.
 */
function interpret<T>(answer: HttpAnswer, read: (text: string) => T, nowMs: number): Answer<T> {
  const { status, contentType, body } = answer;
  const problem = readProblem(contentType, body);
  if (status === 200 || status === 201) {
    try {
      return { kind: "accepted", receipt: read(body) };
    } catch {
      return unavailable(`HTTP ${status} without a receipt`);
    }
  }
  if (status === 413 || (problem && (status === 400 || status === 422))) return { kind: "refused", status, problem };
  if (status === 401) return { kind: "unauthorized", problem };
  return unavailable(`HTTP ${status}`, retryAfterMs(answer.retryAfter, nowMs));
}
