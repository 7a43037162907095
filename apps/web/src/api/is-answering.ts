/** From the browser: whether Berth answers at all, asked before a page refreshes itself, so that a stopped server never costs the page. */
export async function isAnswering(signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch("/v1/session", { cache: "no-store", signal: AbortSignal.any([signal, AbortSignal.timeout(8_000)]) });
    return response.status < 500;
  } catch {
    return false;
  }
}
