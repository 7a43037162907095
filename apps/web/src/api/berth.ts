import type { FleetPage, HostChecklist, HostSeries, HostTuples, HostView } from "@berth/shared/contract/reads.ts";
import { headers } from "next/headers";
import { type Answer, answerOf } from "./answer.ts";
import { apiOrigin } from "./origin.ts";

const get = async <T>(path: string): Promise<Answer<T>> => {
  const incoming = await headers();
  const origin = apiOrigin(`http://${incoming.get("host")}`);
  return answerOf<T>(
    fetch(origin + path, { headers: { cookie: incoming.get("cookie") ?? "" }, cache: "no-store", signal: AbortSignal.timeout(10_000) }),
  );
};

export const readFleet = (cursor: string | undefined) =>
  get<FleetPage>(`/v1/fleet?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
export const readHost = (id: string) => get<HostView>(`/v1/hosts/${encodeURIComponent(id)}`);
export const readTuples = (id: string) => get<HostTuples>(`/v1/hosts/${encodeURIComponent(id)}/tuples`);
export const readChecklist = (id: string) => get<HostChecklist>(`/v1/hosts/${encodeURIComponent(id)}/checklist`);
export const readSeries = (id: string, fromMs: number, toMs: number) =>
  get<HostSeries>(`/v1/hosts/${encodeURIComponent(id)}/series?from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`);

const post = async <T>(path: string): Promise<Answer<T>> => {
  const incoming = await headers();
  const origin = apiOrigin(`http://${incoming.get("host")}`);
  return answerOf<T>(
    fetch(origin + path, {
      method: "POST",
      headers: { cookie: incoming.get("cookie") ?? "", "content-type": "application/json", origin: origin },
      body: "{}",
      cache: "no-store",
      signal: AbortSignal.timeout(10_000),
    }),
  );
};
export const createEnrolmentToken = () => post<{ token: string; expiresAt: string; usesLeft: number }>("/v1/enrolment-tokens");
