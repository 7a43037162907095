import type { Frame } from "./frames.ts";

/** False: the server did not take it; a busy one is asked again, twice. */
export async function postFrame(url: string, { agent, body }: Frame): Promise<boolean> {
  for (let tries = 0; tries < 3; tries++) {
    const answer = await fetch(`${url}/v1/snapshots`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson", "content-encoding": "gzip", authorization: `Bearer ${agent.credential}` },
      body,
    }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return true;
    if (answer && answer.status < 500) return false;
    await new Promise((resolve) => setTimeout(resolve, 500 * (tries + 1)));
  }
  return false;
}
