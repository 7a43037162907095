import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { StartFailure } from "./start-failure.ts";

const DEFAULT_PORT = 4780;
/** Browsers, and fetch, refuse to open these (https://fetch.spec.whatwg.org/#port-blocking). */
const BLOCKED_PORTS = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117,
  119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
  989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);
const DEFAULT_LISTEN = "127.0.0.1";

type Listening = Pick<StartOptions, "listen" | "port">;

export interface StartOptions {
  /** Numeric address to listen on; `0.0.0.0` and `::` are every address. */
  listen: string;
  port: number;
  /** Absolute. */
  dataFolder: string;
  /** PostgreSQL instead of the built-in database: one, or several, each with organizations of its own. */
  databaseUrls: readonly string[];
  /** The origin that people open where a proxy stands in front. */
  publicUrl: string | undefined;
}

/** Throws a StartFailure where a value cannot be used. */
export function readStartOptions(env: Readonly<Record<string, string | undefined>>, root: string): StartOptions {
  const port = env.PORT ? Number(env.PORT) : DEFAULT_PORT;
  if (!/^\d*$/.test(env.PORT ?? "") || port < 1 || port > 65_535) throw new StartFailure({ kind: "bad-port", value: env.PORT ?? "" });
  if (BLOCKED_PORTS.has(port)) throw new StartFailure({ kind: "port-blocked", port });
  const wanted = env.BERTH_LISTEN || DEFAULT_LISTEN;
  const listen = wanted === "localhost" ? DEFAULT_LISTEN : wanted.replace(/^\[(.*)\]$/, "$1");
  if (isIP(listen) === 0) throw new StartFailure({ kind: "bad-listen-address", value: wanted });
  return {
    listen,
    port,
    dataFolder: path.resolve(root, env.BERTH_DATA_DIR || ".berth"),
    databaseUrls: env.BERTH_DATABASE_URL?.split(/\s+/).filter((url) => url !== "") ?? [],
    publicUrl: env.BERTH_PUBLIC_URL ? readOrigin(env.BERTH_PUBLIC_URL) : undefined,
  };
}

function readOrigin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new StartFailure({ kind: "bad-public-url", value });
}

export function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

/** The origin of every link: the one that was given, else where the server listens. */
export function publicOrigin(options: StartOptions): string {
  return options.publicUrl ?? reachableOrigin(options);
}

/** An origin under which a person reaches the server itself: where it listens on every address, this machine's first one that others see. */
export function reachableOrigin({ listen, port }: Listening): string {
  return originOf(isWildcard(listen) ? (outwardAddress(listen) ?? localAddress(listen)) : listen, port);
}

/** The origin for the agent and the pages on this very machine. */
export function localOrigin({ listen, port }: Listening): string {
  return originOf(isWildcard(listen) ? localAddress(listen) : listen, port);
}

function isWildcard(listen: string): boolean {
  return listen === "0.0.0.0" || listen === "::";
}

function localAddress(listen: string): string {
  return listen === "::" ? "::1" : "127.0.0.1";
}

function outwardAddress(listen: string): string | undefined {
  const family = listen === "::" ? "IPv6" : "IPv4";
  const addresses = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return addresses.find((address) => address.family === family && !address.internal && !address.address.startsWith("fe80:"))?.address;
}

function originOf(address: string, port: number): string {
  return `http://${isIP(address) === 6 ? `[${address}]` : address}:${port}`;
}
