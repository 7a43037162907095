import { type NextRequest, NextResponse } from "next/server";
import { isSignedOut } from "./api/is-signed-out.ts";
import { apiOrigin } from "./api/origin.ts";
import { chooseLanguage, languageOfPath } from "./features/preferences/choose-language.ts";
import { LANGUAGE_COOKIE, YEAR_SECONDS } from "./features/preferences/cookies.ts";
import { LANGUAGE_HEADER, NONCE_HEADER } from "./features/preferences/request-headers.ts";

/** Scripts run by nonce only; styles and images come from this origin; nobody may frame the page or send a form elsewhere. */
function contentSecurityPolicy(nonce: string): string {
  const evalInDevelopment = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evalInDevelopment}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Puts every page under a language, remembers it, asks for a session, and gives each answer a policy of its own. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  if (/^\/(v1|docs)(\/|$)|^\/healthz$/.test(pathname)) return NextResponse.rewrite(new URL(pathname + search, apiOrigin()));
  const remembered = request.cookies.get(LANGUAGE_COOKIE)?.value;
  const language = languageOfPath(pathname) ?? chooseLanguage(remembered, request.headers.get("accept-language"));
  const isPage = languageOfPath(pathname) !== undefined;
  if (!isPage && !pathname.startsWith("/start/")) {
    const target = request.nextUrl.clone();
    target.pathname = pathname === "/" ? `/${language}` : `/${language}${pathname}`;
    return NextResponse.redirect(target, { headers: { vary: "accept-language, cookie" } });
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(NONCE_HEADER, nonce);
  headers.set(LANGUAGE_HEADER, language);
  const isAsked = isPage && (await isSignedOut(apiOrigin(), request.headers.get("cookie")));
  const response = isAsked
    ? NextResponse.rewrite(new URL(`/${language}/sign-in`, request.url), { status: 401, request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (isPage && remembered !== language) {
    response.cookies.set(LANGUAGE_COOKIE, language, { path: "/", sameSite: "lax", maxAge: YEAR_SECONDS });
  }
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image|icon\\.svg).*)"] };
