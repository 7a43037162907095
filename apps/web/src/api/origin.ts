/** Where the API answers. Throws where BERTH_API_URL does not say: the visitor's cookie goes there, so no header of a request may. */
export function apiOrigin(): string {
  const origin = process.env.BERTH_API_URL;
  if (!origin) throw new Error("Set BERTH_API_URL to the origin of the API (https://…).");
  return origin;
}
