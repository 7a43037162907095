import type { NextRequest } from "next/server";
import { openSession } from "../../../api/berth.ts";
import { requestLanguage } from "../../../features/preferences/request-language.ts";

/**
 * Opens the one-time link that a start of Berth prints: signs in and goes to the fleet. A used link changes nothing: with
 * an older session the fleet shows, without one it says what to do.
 */
export async function GET(_request: NextRequest, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const [{ token }, language] = await Promise.all([params, requestLanguage()]);
  const headers = new Headers({ location: `/${language}`, "cache-control": "no-store" });
  const { cookies } = await openSession(token).catch(() => ({ cookies: [] }));
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
