import type { DynamicPortService } from "../host/services.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { includesPort } from "../network/port-interval.ts";
import type { Evidence } from "./check.ts";
import type { Rule } from "./rule.ts";

export type PortStanding = "outside" | "in-range" | "excluded" | "reserved" | "unknown";

/** Where a service's port stands towards the range of the host's own namespace. */
export function standingOf(port: number, { host, windows, namespaces: [own] }: Snapshot): PortStanding {
  if (!own?.range) return "unknown";
  // An administrator's own block keeps the port for the service.
  if (
    includesPort(
      (windows?.excluded.tcp ?? []).filter(({ isAdministered }) => isAdministered),
      port,
    )
  )
    return "reserved";
  const isInside = own.range.low <= port && port <= own.range.high;
  // Windows refuses bind() on an excluded port wherever it lies; Linux only keeps it from being given out.
  if (own.reserved && includesPort(own.reserved, port)) return host.os === "windows" ? "excluded" : "reserved";
  if (!isInside) return "outside";
  return own.reserved === null ? "unknown" : "in-range";
}

/** Where the ports that a service has, or may choose from, stand: inside the range as soon as one of them is. */
export function serviceStanding({ port, configured }: DynamicPortService, snapshot: Snapshot): PortStanding | null {
  const ends = port !== null ? [port] : configured ? [configured.low, configured.high] : [];
  const standings = ends.map((each) => standingOf(each, snapshot));
  return (["in-range", "unknown", "excluded"] as const).find((each) => standings.includes(each)) ?? standings[0] ?? null;
}

const portText = ({ port, configured }: DynamicPortService): string | null => {
  if (port !== null) return String(port);
  return configured && (configured.low === configured.high ? String(configured.low) : `${configured.low}–${configured.high}`);
};

export const serviceEvidence = (service: DynamicPortService, rule: Rule, figures: Record<string, number | string> = {}): Evidence => ({
  subject: service.instance ?? service.service,
  namespaceId: null,
  observed: service.port ?? service.configured?.low ?? 0,
  limit: null,
  unit: "ports",
  rule,
  figures: {
    service: service.service,
    ...(portText(service) === null ? {} : { port: portText(service)! }),
    ...(service.configuredBy === null ? {} : { configuredBy: service.configuredBy }),
    ...figures,
  },
});
