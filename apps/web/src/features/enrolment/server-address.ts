import { headers } from "next/headers";

export interface ServerAddress {
  /** What agents are told: the address that this visitor used, without a path. */
  url: string;
  isLoopback: boolean;
}

/** 127.0.0.0/8, ::1 and localhost with its subdomains (RFC 6761 section 6.3): out of reach for other hosts. */
export const isLoopbackHost = (host: string): boolean => /^(127(\.\d{1,3}){3}|\[::1\]|([^:]+\.)?localhost)(:\d+)?$/i.test(host);

export async function serverAddress(): Promise<ServerAddress> {
  const incoming = await headers();
  const host = incoming.get("x-forwarded-host") ?? incoming.get("host") ?? "localhost";
  const protocol = incoming.get("x-forwarded-proto")?.split(",")[0] ?? "http";
  return { url: `${protocol}://${host}`, isLoopback: isLoopbackHost(host) };
}
