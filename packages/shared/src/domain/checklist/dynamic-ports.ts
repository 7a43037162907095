import type { DynamicPortService } from "../host/services.ts";
import type { Snapshot } from "../host/snapshot.ts";
import { includesPort } from "../network/port-interval.ts";
import type { Evidence } from "./check.ts";
import type { Rule } from "./rule.ts";

export type PortStanding = "outside" | "in-range" | "excluded" | "reserved" | "unknown";

/** Where a service's port stands towards the range of the host's own namespace. */
export function standingOf(port: number, { host, namespaces: [own] }: Snapshot): PortStanding {
  if (!own?.range) return "unknown";
  const isInside = own.range.low <= port && port <= own.range.high;
  // Windows refuses bind() on an excluded port wherever it lies; Linux only keeps it from being given out.
  if (own.reserved && includesPort(own.reserved, port)) return host.os === "windows" ? "excluded" : "reserved";
  if (!isInside) return "outside";
  return own.reserved === null ? "unknown" : "in-range";
}

export const serviceEvidence = (service: DynamicPortService, rule: Rule, figures: Record<string, number | string> = {}): Evidence => ({
  subject: service.instance ?? service.service,
  namespaceId: null,
  observed: service.port ?? service.configured?.low ?? 0,
  limit: null,
  unit: "ports",
  rule,
  figures: {
    service: service.service,
    ...(service.port === null ? {} : { port: String(service.port) }),
    ...(service.configuredBy === null ? {} : { configuredBy: service.configuredBy }),
    ...figures,
  },
});
