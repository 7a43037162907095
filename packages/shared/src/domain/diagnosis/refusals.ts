import type { Evidence } from "../checklist/check.ts";
import type { LogEvidence, LogSignature } from "../host/evidence.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { formatEndpoint, parseAddress } from "../network/address.ts";
import { PORT_MAX } from "../network/port-interval.ts";
import { say } from "./say.ts";

/** What a refused call says about ports, whoever noticed it. */
export type RefusalKind = "connect-unavailable" | "connect-in-use" | "bind-in-use" | "udp" | "port-refused" | "no-buffers" | "pool-empty";

/** A failure that was logged or seen to happen. */
export interface Refusal {
  kind: RefusalKind;
  signature: LogSignature | null;
  count: number;
  /** When it last happened, epoch milliseconds; null where no line says. */
  lastMs: number | null;
  process: string | null;
  /** Fixed local port that the call named; null where it named none. */
  port: number | null;
  /** `address:port`, a name, or null where none is named. */
  destination: string | null;
  /** `destination`, taken apart. */
  endpoint: NamedEndpoint;
  /** The log line without secrets; empty where the failure was seen. */
  quote: string;
  evidence: Evidence;
}

/** Host and port that a refusal names; null for what it does not. `isName`: the host is no address. */
interface NamedEndpoint {
  host: string | null;
  port: number | null;
  isName: boolean;
}

const KIND: Partial<Record<LogSignature, RefusalKind>> = {
  "connect-address-unavailable": "connect-unavailable",
  "haproxy-no-free-ports": "connect-unavailable",
  "connect-address-in-use": "connect-in-use",
  "windows-4227": "connect-in-use",
  "bind-address-in-use": "bind-in-use",
  "udp-again": "udp",
  "windows-4266": "udp",
  "macos-udp-ports": "udp",
  "port-refused": "port-refused",
  "no-buffer-space": "no-buffers",
  "windows-4231": "pool-empty",
};

/** A bind() before sending over UDP, as Go's resolver writes it, draws on the ports of UDP. */
const UDP_LINE = /\bdial udp\b/i;

const kindOfLine = ({ signature, quote }: LogEvidence): RefusalKind | undefined =>
  signature === "bind-address-in-use" && UDP_LINE.test(quote) ? "udp" : KIND[signature];

/** EADDRINUSE on Linux, the BSDs and Windows. */
const IN_USE = [98, 48, 10_048];
/** WSAEACCES; WSAENOBUFS on Windows and ENOBUFS on Linux and the BSDs. */
const REFUSED = 10_013;
const NO_BUFFERS = [10_055, 105, 55];

/** All of them, logged ones first. */
export const refusalsOf = (snapshot: Snapshot): Refusal[] => [...logged(snapshot), ...seen(snapshot)];

const logged = ({ logs = [] }: Snapshot): Refusal[] =>
  logs.flatMap((line) => {
    const kind = kindOfLine(line);
    if (kind === undefined) return [];
    const { signature, count, lastMs, process, destination, quote } = line;
    const port = (line.port === 0 ? null : line.port) ?? (destination === null ? quotedPort(quote) : null);
    const named = stripScheme(destination);
    return [
      {
        kind,
        signature,
        count,
        lastMs,
        process,
        port,
        destination: named,
        endpoint: endpointOf(named),
        quote,
        evidence: logEvidence(line),
      },
    ];
  });

/** A line of the log as evidence, for causes that no refusal stands for as well. */
export const logEvidence = (line: NonNullable<Snapshot["logs"]>[number]): Evidence =>
  say("cause-logged", {
    subject: line.process ?? line.source,
    observed: line.count,
    unit: "failures",
    figures: {
      signature: line.signature,
      quote: line.quote,
      ...(line.destination === null ? {} : { destination: line.destination }),
      ...(line.port === null ? {} : { port: String(line.port) }),
    },
  });

/** `port = 53317` in a line that names no destination. */
function quotedPort(quote: string): number | null {
  const port = Number(/\bport[ =:]+(\d{1,5})\b/i.exec(quote)?.[1] ?? 0);
  return port > 0 && port <= PORT_MAX ? port : null;
}

const seen = ({ failures }: Snapshot): Refusal[] =>
  failures.map((failure) => {
    const destination = failure.destination && formatEndpoint(failure.destination.address, failure.destination.port);
    return {
      kind: kindOfFailure(failure),
      signature: null,
      count: failure.count,
      lastMs: failure.atMs,
      process: failure.process,
      port: portOf(failure.source),
      destination,
      endpoint: endpointOf(destination),
      quote: "",
      evidence: say("cause-failed", {
        subject: destination ?? failure.process ?? "",
        observed: failure.count,
        unit: "failures",
        figures: { errno: String(failure.errno), operation: failure.operation, protocol: failure.protocol },
      }),
    };
  });

function kindOfFailure({ errno, operation, protocol }: Snapshot["failures"][number]): RefusalKind {
  if (protocol === "udp") return "udp";
  if (errno === REFUSED) return "port-refused";
  if (NO_BUFFERS.includes(errno)) return "no-buffers";
  if (operation === "bind") return "bind-in-use";
  return IN_USE.includes(errno) ? "connect-in-use" : "connect-unavailable";
}

/** A source that is written with a port is a fixed one; a bare IPv6 address is none. */
function portOf(source: string | null): number | null {
  const port = source === null || parseAddress(source) !== null ? null : /:(\d{1,5})$/.exec(source)?.[1];
  return port === undefined || port === null || port === "0" ? null : Number(port);
}

const stripScheme = (destination: string | null): string | null => destination?.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/, "") ?? null;

/** Whether a refusal is, or may be, about this endpoint: one that names nothing may be about any, a name matches by its port. */
export function isAbout({ destination, endpoint }: Refusal, { address, port }: { address: string; port: number }): boolean {
  if (destination === null || destination === address) return true;
  const isHere = endpoint.isName || endpoint.host === address;
  return isHere && (endpoint.port === null ? endpoint.isName : endpoint.port === port);
}

/** Host and port of `10.0.0.1:80`, `[::1]:80`, `::1`, `redis:6379`, `redis`. */
function endpointOf(text: string | null): NamedEndpoint {
  if (text === null) return { host: null, port: null, isName: false };
  if (parseAddress(text) !== null) return { host: text, port: null, isName: false };
  const match = /^(?:\[([^\]]+)\]|([^:\s]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2] ?? null;
  const port = match?.[3] === undefined ? null : Number(match[3]);
  return { host, port, isName: host !== null && parseAddress(host) === null };
}
