import { StartFailure } from "./start-failure.ts";

/** Opens the Fleet page as its owner would, by a one-time link, and signs out again. Throws a StartFailure where it is not shown. */
export async function expectFleet(origin: string, signInToken: string, signal: AbortSignal): Promise<void> {
  const link = await fetch(`${origin}/start/${signInToken}`, { redirect: "manual", signal });
  const cookie = link.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  const headers = { cookie: cookie.join("; "), origin };
  const page = await fetch(new URL(link.headers.get("location") ?? "/", origin), { headers, signal });
  await page.arrayBuffer();
  if (page.status !== 200) throw new StartFailure({ kind: "fleet-silent", answer: `HTTP ${page.status}` });
  await fetch(`${origin}/v1/session`, { method: "DELETE", headers, signal });
}
