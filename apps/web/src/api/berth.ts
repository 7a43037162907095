import { createClient } from "@berth/api/client";
import { headers } from "next/headers";
import { answerOf } from "./answer.ts";
import { apiOrigin } from "./origin.ts";

/** As many hosts as one page of the fleet holds. */
const FLEET_LIMIT = "200";

/** The API on behalf of the visitor whose request is being answered. It takes their writes because they name its own origin. */
async function client() {
  const incoming = await headers();
  const origin = apiOrigin();
  return createClient(origin, {
    headers: { cookie: incoming.get("cookie") ?? "", origin: new URL(origin).origin },
    init: { cache: "no-store", signal: AbortSignal.timeout(10_000) },
  });
}

export async function readFleet(cursor: string | undefined) {
  const { v1 } = await client();
  return answerOf(v1.fleet.$get({ query: { limit: FLEET_LIMIT, cursor } }));
}

export async function readHost(id: string) {
  const { v1 } = await client();
  return answerOf(v1.hosts[":id"].$get({ param: { id } }));
}

export async function readSnapshot(id: string) {
  const { v1 } = await client();
  return answerOf(v1.hosts[":id"].snapshot.$get({ param: { id } }));
}

export async function readTuples(id: string) {
  const { v1 } = await client();
  return answerOf(v1.hosts[":id"].tuples.$get({ param: { id } }));
}

export async function readChecklist(id: string) {
  const { v1 } = await client();
  return answerOf(v1.hosts[":id"].checklist.$get({ param: { id } }));
}

/** The host's figures between two moments, epoch milliseconds, one point per `stepSeconds`. */
export async function readSeries(id: string, { fromMs, toMs, stepSeconds }: { fromMs: number; toMs: number; stepSeconds: number }) {
  const { v1 } = await client();
  const query = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), step: String(stepSeconds) };
  return answerOf(v1.hosts[":id"].series.$get({ param: { id }, query }));
}

/** For one host, for a day. */
export async function createEnrolmentToken() {
  const { v1 } = await client();
  return answerOf(v1["enrolment-tokens"].$post({ json: {} }));
}

/** Exchanges a one-time token; the cookies of the answer are the caller's to pass on. Throws where the API cannot be reached. */
export async function openSession(token: string): Promise<{ cookies: string[] }> {
  const { v1 } = await client();
  const response = await v1.session.$post({ json: { token } });
  return { cookies: response.headers.getSetCookie() };
}
