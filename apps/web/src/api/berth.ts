import { createClient } from "@berth/api/client";
import { headers } from "next/headers";
import { answerOf } from "./answer.ts";
import { apiOrigin } from "./origin.ts";

/** As many hosts as one page of the fleet holds. */
const FLEET_LIMIT = "200";

/** As many destinations as a glance takes in. */
const DESTINATIONS_LIMIT = "20";

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

/** The fleet, or one group of it (`zone:eu-1`), from a moment until now. */
export async function readFleetTrends({ fromMs, group }: { fromMs: number; group: string | undefined }) {
  const { v1 } = await client();
  return answerOf(v1.fleet.trends.$get({ query: { from: new Date(fromMs).toISOString(), group } }));
}

export async function readFleetGroups() {
  const { v1 } = await client();
  return answerOf(v1.fleet.groups.$get());
}

/** Of the last hour. */
export async function readDestinations() {
  const { v1 } = await client();
  return answerOf(v1.destinations.$get({ query: { limit: DESTINATIONS_LIMIT } }));
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
