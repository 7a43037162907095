import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { SESSION_SECONDS } from "../../services/access/sessions.ts";

const NAME = "berth_session";

/** Behind TLS the `__Host-` prefix pins the cookie to this host and to Secure (RFC 6265bis); plain HTTP cannot have it. */
const settings = (publicUrl: string) =>
  publicUrl.startsWith("https:") ? ({ prefix: "host", secure: true } as const) : ({ prefix: undefined, secure: false } as const);

export const readSessionCookie = (c: Context, publicUrl: string): string | null => getCookie(c, NAME, settings(publicUrl).prefix) ?? null;

export function writeSessionCookie(c: Context, publicUrl: string, session: string): void {
  setCookie(c, NAME, session, { ...settings(publicUrl), path: "/", httpOnly: true, sameSite: "Lax", maxAge: SESSION_SECONDS });
}

export function clearSessionCookie(c: Context, publicUrl: string): void {
  deleteCookie(c, NAME, { ...settings(publicUrl), path: "/", httpOnly: true, sameSite: "Lax" });
}
