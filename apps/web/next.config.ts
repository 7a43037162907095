import path from "node:path";
import type { NextConfig } from "next";

/** For every answer, static files included; the content security policy of pages is in src/proxy.ts, because it carries a nonce. */
const SECURITY_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
};

const config: NextConfig = {
  transpilePackages: ["@berth/shared", "@berth/api"],
  outputFileTracingRoot: path.join(import.meta.dirname, "../.."),
  turbopack: { root: path.join(import.meta.dirname, "../..") },
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are proven once, by the package's own tsconfig; a start should not wait for them again.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: "/:path*", headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })) }],
};

export default config;
